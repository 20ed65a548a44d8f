//! The ends of a stream other than by `close`: refused, from inside a function, and after a panic.

use std::cell::Cell;
use std::ffi::c_int;
use std::io;
use std::mem::MaybeUninit;
use std::rc::Rc;

use callback_runtime::Fault;
use callback_tests::{Drops, Token, listen};

use super::{Cookie, Memory, Stream, open, stream_open, stream_take};

#[test]
fn refused_without_close_the_handler_is_dropped() {
    let drops = Drops::new();
    let (memory, saved) = Memory::new(&drops, b"12");
    assert_eq!(open(memory, stream_open, c"x"), Err("no such mode"));
    assert_eq!((drops.count(), saved.lock().unwrap().is_some()), (1, false));
}

#[test]
fn refused_with_close_the_handler_is_closed() {
    let drops = Drops::new();
    let (memory, saved) = Memory::new(&drops, b"12");
    assert_eq!(open(memory, stream_take, c"x"), Err("no such mode"));
    assert_eq!((drops.count(), saved.lock().unwrap().is_some()), (1, true));
}

/// Does something to its own stream when C reads.
struct Own<F> {
    stream: Rc<Cell<Option<Stream>>>,
    on_read: F,
    token: Token,
}

impl<F: FnMut(Stream) -> io::Result<usize>> Cookie for Own<F> {
    fn read(&mut self, _: &mut [MaybeUninit<u8>]) -> io::Result<usize> {
        let result = (self.on_read)(self.stream.get().unwrap());
        self.token.touch();
        result
    }

    /// Does not run in these tests: C would get 0.
    fn close(self) -> io::Result<()> {
        Ok(())
    }
}

fn open_own(drops: &Drops, on_read: impl FnMut(Stream) -> io::Result<usize> + 'static) -> Stream {
    let (place, token) = (Rc::new(Cell::new(None)), drops.token());
    let stream = Rc::clone(&place);
    let opened = open(Own { stream, on_read, token }, stream_open, c"r").unwrap();
    place.set(Some(opened));
    opened
}

#[test]
fn closed_from_inside_a_function_the_handler_outlives_that_call() {
    let ear = listen("Cookie::close");
    let drops = Rc::new(Drops::new());
    let (seen, code) = (Rc::clone(&drops), Rc::new(Cell::new(0)));
    let closed = Rc::clone(&code);
    let stream = open_own(&drops, move |stream| {
        closed.set(stream.close());
        assert_eq!(seen.count(), 0);
        // C does not touch the stream after the end of the file. It has freed the stream itself.
        Ok(0)
    });
    assert_eq!(stream.read(1).unwrap(), b"");
    assert_eq!((code.get(), drops.count()), (-3, 1));
    assert_eq!(ear.faults(), [Fault::Reentered]);
}

#[test]
fn after_a_panic_close_does_not_run_and_the_handler_is_dropped() {
    let [read, close] = ["Cookie::read", "Cookie::close"];
    for (name, faults) in [(read, [Fault::Panicked; 1].as_slice()), (close, &[Fault::Panicked])] {
        let ear = listen(name);
        let drops = Drops::new();
        let stream = open_own(&drops, |_| panic!("no disk"));
        assert_eq!((stream.read(1), stream.read(1), drops.count()), (None, None, 0));
        assert_eq!((stream.close(), drops.count()), (-3, 1));
        assert_eq!(ear.faults(), faults, "{name}");
    }
}

#[test]
fn a_panic_of_close_gives_c_the_fallback() {
    /// Panics in `close`, after it has taken its parts.
    struct Bursts(Token);
    impl Cookie for Bursts {
        fn read(&mut self, _: &mut [MaybeUninit<u8>]) -> io::Result<usize> {
            Ok(0)
        }
        fn close(self) -> io::Result<()> {
            let _token = self.0;
            panic!("no disk");
        }
    }
    let ear = listen("Cookie::close");
    let drops = Drops::new();
    let stream = open(Bursts(drops.token()), stream_open, c"r").unwrap();
    let code: c_int = stream.close();
    assert_eq!((code, drops.count()), (-3, 1));
    assert_eq!(ear.faults(), [Fault::Panicked]);
}
