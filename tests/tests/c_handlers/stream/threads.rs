//! A stream that is closed on a thread that Rust has not started: see `csrc/handlers/threads.c`.

use std::ffi::{c_char, c_int, c_void};
use std::io;
use std::mem::MaybeUninit;
use std::sync::mpsc::{Sender, channel};
use std::thread::{self, ThreadId};

use callback_runtime::{Fault, callback};
use callback_tests::{Drops, Token, keep_reachable, listen};

use super::{Cookie, Memory, Stream, StreamFunctions, counted, stream_open, table};

unsafe extern "C" {
    fn stream_close_on_thread(stream: Stream) -> c_int;
}

/// Closes a stream on a thread, which ends in the call.
fn close_on_thread(stream: Stream) -> c_int {
    // SAFETY: the stream is open, and not used after this.
    unsafe { stream_close_on_thread(stream) }
}

#[callback(extern "C", fallback = -1)]
trait Remote: Send {
    #[callback(fn(context: *mut c_void, *mut c_char, usize) -> isize, ok = |bytes| counted(bytes), err = -1)]
    fn read(&mut self, buffer: &mut [MaybeUninit<u8>]) -> io::Result<usize>;
    #[callback(fn(context: *mut c_void) -> c_int)]
    fn close(self) -> c_int;
}

/// Records the thread on which it is closed.
struct Told(Sender<ThreadId>, Token);

impl Remote for Told {
    fn read(&mut self, buffer: &mut [MaybeUninit<u8>]) -> io::Result<usize> {
        self.1.touch();
        Ok(buffer.iter_mut().map(|to| to.write(b'x')).count())
    }

    fn close(self) -> c_int {
        self.0.send(thread::current().id()).unwrap();
        3
    }
}

#[test]
fn a_handler_that_is_send_is_closed_on_another_thread() {
    let (sender, told) = channel();
    let drops = Drops::new();
    let opened = Remote::new(Told(sender, drops.token())).notified(|functions, user| {
        let (read, close) = (Some(functions.read), Some(functions.close));
        let functions = StreamFunctions { read, write: None, seek: None, close };
        // SAFETY: C calls by one thread at a time until `close`, which it runs once.
        Ok::<_, ()>(unsafe { stream_open(user, c"r".as_ptr(), functions) })
    });
    let stream = opened.unwrap();
    assert_eq!(stream.read(2).unwrap(), b"xx");
    assert_eq!((close_on_thread(stream), drops.count()), (3, 1));
    assert_ne!(told.recv().unwrap(), thread::current().id());
}

#[test]
fn a_handler_of_this_thread_that_is_closed_on_another_is_leaked_and_that_is_said() {
    let ear = listen("Cookie::close");
    let drops = Drops::new();
    let (memory, saved) = Memory::new(&drops, b"12");
    let opened = Cookie::new(memory).notified(|functions, user| {
        keep_reachable(user);
        // SAFETY: as above, but on the wrong thread, which is noticed.
        Ok::<_, ()>(unsafe { stream_open(user, c"r".as_ptr(), table(functions)) })
    });
    assert_eq!((close_on_thread(opened.unwrap()), drops.count()), (-3, 0));
    assert_eq!((ear.faults(), ear.leaks()), (vec![Fault::WrongThread], vec![true]));
    assert!(saved.lock().unwrap().is_none());
}
