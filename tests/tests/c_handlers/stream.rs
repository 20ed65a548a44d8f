//! A stream over a table of operations, shaped like fopencookie: the one that closes frees the user data, and takes
//! the handler by value. See `csrc/handlers/stream.c`.

mod ends;
#[cfg(unix)]
mod threads;

use std::ffi::{CStr, c_char, c_int, c_void};
use std::io::{self, ErrorKind};
use std::mem::MaybeUninit;
use std::ptr;
use std::sync::{Arc, Mutex};

use callback_runtime::{Fault, callback};
use callback_tests::{Drops, Token, listen};

/// A `struct stream_functions`.
#[derive(Clone, Copy)]
#[repr(C)]
struct StreamFunctions {
    read: Option<unsafe extern "C" fn(*mut c_void, *mut c_char, usize) -> isize>,
    write: Option<unsafe extern "C" fn(*mut c_void, *const c_char, usize) -> isize>,
    seek: Option<unsafe extern "C" fn(*mut c_void, *mut i64, c_int) -> c_int>,
    close: Option<unsafe extern "C" fn(*mut c_void) -> c_int>,
}

/// Makes a stream, or returns null.
type Open = unsafe extern "C" fn(*mut c_void, *const c_char, StreamFunctions) -> Stream;

unsafe extern "C" {
    fn stream_open(cookie: *mut c_void, mode: *const c_char, functions: StreamFunctions) -> Stream;
    fn stream_take(cookie: *mut c_void, mode: *const c_char, functions: StreamFunctions) -> Stream;
    fn stream_read(stream: Stream, to: *mut c_char, size: usize) -> isize;
    fn stream_write(stream: Stream, from: *const c_char, size: usize) -> isize;
    fn stream_seek(stream: Stream, offset: i64, whence: c_int) -> i64;
    fn stream_close(stream: Stream) -> c_int;
}

/// A `struct stream`, which the tests close once.
#[derive(Clone, Copy, Debug, PartialEq)]
#[repr(transparent)]
struct Stream(*mut c_void);

// SAFETY: the stream may be used on any thread, by one at a time.
unsafe impl Send for Stream {}

impl Stream {
    const NULL: Self = Self(ptr::null_mut());

    /// Reads that many bytes, or to the end.
    fn read(self, size: usize) -> Option<Vec<u8>> {
        let mut bytes = vec![0; size];
        // SAFETY: the stream is open, and the buffer has that size.
        let count = unsafe { stream_read(self, bytes.as_mut_ptr().cast(), size) };
        bytes.truncate(count.try_into().ok()?);
        Some(bytes)
    }

    fn write(self, bytes: &[u8]) -> isize {
        // SAFETY: the stream is open, and so many bytes are there.
        unsafe { stream_write(self, bytes.as_ptr().cast(), bytes.len()) }
    }

    fn seek(self, offset: i64, whence: c_int) -> i64 {
        // SAFETY: the stream is open.
        unsafe { stream_seek(self, offset, whence) }
    }

    fn close(self) -> c_int {
        // SAFETY: the stream is open, and not used after this.
        unsafe { stream_close(self) }
    }
}

/// Returns the number of bytes as C gets it.
fn counted(bytes: usize) -> isize {
    bytes.try_into().unwrap_or(isize::MAX)
}

/// The operations of a stream.
#[callback(extern "C", ok = |bytes| counted(bytes), err = -1, fallback = -1)]
trait Cookie {
    #[callback(fn(context: *mut c_void, buffer: *mut c_char, size: usize) -> isize)]
    fn read(&mut self, buffer: &mut [MaybeUninit<u8>]) -> io::Result<usize>;

    #[callback(fn(context: *mut c_void, buffer: *const c_char, size: usize) -> isize)]
    fn write(&mut self, _buffer: &[u8]) -> io::Result<usize> {
        Err(ErrorKind::Unsupported.into())
    }

    #[callback(fn(context: *mut c_void, offset: *mut i64, whence: c_int) -> c_int, ok = 0)]
    fn seek(&mut self, _offset: &mut i64, _whence: c_int) -> io::Result<()> {
        Err(ErrorKind::Unsupported.into())
    }

    #[callback(fn(context: *mut c_void) -> c_int, ok = 0, err = -2, fallback = -3)]
    fn close(self) -> io::Result<()>;
}

/// The table for handlers of one type.
const fn table(functions: CookieFunctions) -> StreamFunctions {
    StreamFunctions {
        read: Some(functions.read),
        write: Some(functions.write),
        seek: Some(functions.seek),
        close: Some(functions.close),
    }
}

/// Opens a stream by one of the two functions.
fn open(handler: impl Cookie + 'static, with: Open, mode: &CStr) -> Result<Stream, &'static str> {
    Cookie::new(handler).notified(|functions, user| {
        // SAFETY: C calls as `fopencookie` does, until `close`, which it runs once.
        let stream = unsafe { with(user, mode.as_ptr(), table(functions)) };
        if stream == Stream::NULL { Err("no such mode") } else { Ok(stream) }
    })
}

/// Bytes in memory, which are left in `saved` by `close`.
struct Memory {
    bytes: Vec<u8>,
    at: usize,
    saved: Arc<Mutex<Option<Vec<u8>>>>,
    token: Token,
}

impl Memory {
    fn new(drops: &Drops, bytes: &[u8]) -> (Self, Arc<Mutex<Option<Vec<u8>>>>) {
        let saved = Arc::default();
        let (bytes, at, token) = (bytes.to_vec(), 0, drops.token());
        (Self { bytes, at, saved: Arc::clone(&saved), token }, saved)
    }
}

impl Cookie for Memory {
    fn read(&mut self, buffer: &mut [MaybeUninit<u8>]) -> io::Result<usize> {
        let rest = &self.bytes[self.at..];
        for (to, from) in buffer.iter_mut().zip(rest) {
            to.write(*from);
        }
        let count = rest.len().min(buffer.len());
        self.at += count;
        Ok(count)
    }

    fn write(&mut self, buffer: &[u8]) -> io::Result<usize> {
        self.bytes.truncate(self.at);
        self.bytes.extend_from_slice(buffer);
        self.at = self.bytes.len();
        Ok(buffer.len())
    }

    /// Supports only `SEEK_SET`.
    fn seek(&mut self, offset: &mut i64, whence: c_int) -> io::Result<()> {
        let to = usize::try_from(*offset).map_err(io::Error::other)?;
        if whence != 0 || to > self.bytes.len() {
            return Err(ErrorKind::InvalidInput.into());
        }
        self.at = to;
        Ok(())
    }

    fn close(self) -> io::Result<()> {
        self.token.touch();
        if self.bytes.is_empty() {
            return Err(ErrorKind::UnexpectedEof.into());
        }
        *self.saved.lock().unwrap() = Some(self.bytes);
        Ok(())
    }
}

#[test]
fn a_stream_reads_and_writes_until_it_is_closed() {
    let drops = Drops::new();
    let (memory, saved) = Memory::new(&drops, b"one two three");
    let stream = open(memory, stream_open, c"r+").unwrap();
    assert_eq!(stream.read(100).unwrap(), b"one two three");
    assert_eq!((stream.seek(4, 0), stream.seek(0, 9), stream.seek(-1, 0)), (4, -1, -1));
    assert_eq!(stream.read(3).unwrap(), b"two");
    assert_eq!((stream.write(b"!"), drops.count()), (1, 0));
    assert_eq!((stream.close(), drops.count()), (0, 1));
    assert_eq!(saved.lock().unwrap().as_deref(), Some(&b"one two!"[..]));
}

#[test]
fn an_error_of_close_reaches_c() {
    let drops = Drops::new();
    let (memory, saved) = Memory::new(&drops, b"");
    let stream = open(memory, stream_take, c"r").unwrap();
    assert_eq!(stream.read(1).unwrap(), b"");
    assert_eq!((stream.close(), drops.count()), (-2, 1));
    assert_eq!(*saved.lock().unwrap(), None);
}

#[test]
fn entries_may_be_null() {
    let drops = Drops::new();
    let (memory, saved) = Memory::new(&drops, b"12");
    let stream = Cookie::new(memory).notified(|functions, user| {
        let functions = StreamFunctions { write: None, seek: None, ..table(functions) };
        // SAFETY: as in `open`.
        Ok::<_, ()>(unsafe { stream_open(user, c"w".as_ptr(), functions) })
    });
    let stream = stream.unwrap();
    assert_eq!((stream.write(b"345"), stream.seek(0, 0)), (3, -1));
    assert_eq!((stream.close(), drops.count()), (0, 1));
    assert_eq!(saved.lock().unwrap().as_deref(), Some(&b"12"[..]));
}

#[test]
fn a_table_is_a_static() {
    static TABLE: StreamFunctions = table(<dyn Cookie>::functions::<Memory>());
    let drops = Drops::new();
    let (memory, saved) = Memory::new(&drops, b"12");
    let stream = Cookie::new(memory).notified(|_, user| {
        // SAFETY: as in `open`. The table is that of a `Memory`.
        Ok::<_, ()>(unsafe { stream_open(user, c"r".as_ptr(), TABLE) })
    });
    let stream = stream.unwrap();
    assert_eq!(stream.read(2).unwrap(), b"12");
    assert_eq!((stream.close(), drops.count()), (0, 1));
    assert!(saved.lock().unwrap().is_some());
}

#[test]
fn what_c_cannot_pass_is_refused_and_the_stream_goes_on() {
    let ear = listen("Cookie::write");
    let drops = Drops::new();
    let (memory, saved) = Memory::new(&drops, b"12");
    let stream = open(memory, stream_open, c"r+").unwrap();
    // SAFETY: null is refused where a buffer of one byte is expected.
    assert_eq!(unsafe { stream_write(stream, ptr::null(), 1) }, -1);
    assert_eq!(ear.faults(), [Fault::InvalidArgument]);
    assert_eq!((stream.read(2).unwrap(), stream.close()), (b"12".to_vec(), 0));
    assert!(saved.lock().unwrap().is_some());
    assert_eq!((ear.reports().len(), drops.count()), (1, 1));
}
