//! The user data of a trait's methods: a parameter, or an expression over parameters.

use std::ffi::{c_int, c_void};
use std::ptr;

use callback_runtime::{Fault, callback};
use callback_tests::{Drops, Token, keep_all, listen};

use crate::declared::call;

/// `struct stream { void *opaque; }`
#[repr(C)]
struct Stream {
    opaque: *mut c_void,
}

/// Returns the user data of a stream, or `None` if it has not been set up.
///
/// # Safety
///
/// - `stream` is null, or the address of a stream.
unsafe fn opaque(stream: *mut Stream) -> Option<*mut c_void> {
    // SAFETY: the caller's promise.
    let opaque = unsafe { stream.as_ref() }?.opaque;
    (!opaque.is_null()).then_some(opaque)
}

/// Like [`opaque`], for the first stream in a list.
///
/// # Safety
///
/// - `streams` is the address of a pointer that is valid for `opaque`.
unsafe fn first(streams: *mut *mut Stream) -> Option<*mut c_void> {
    // SAFETY: the caller's promise.
    let stream = unsafe { *streams };
    // SAFETY: the caller's promise.
    unsafe { opaque(stream) }
}

#[callback(
    extern "C",
    // SAFETY: C passes a stream to each function.
    context = unsafe { opaque(stream) },
    fallback = -1,
)]
trait Reader {
    #[callback(fn(stream: *mut Stream) -> c_int)]
    fn read(&mut self, stream: *mut Stream) -> c_int;
    #[callback(fn(c_int, stream: *mut Stream, _flags: c_int) -> c_int, fallback = -2)]
    fn seek(&mut self, to: c_int, _: *mut Stream) -> c_int;
    /// Its parameter replaces the shared expression.
    #[callback(fn(context: *mut c_void, item: c_int) -> c_int, fallback = -3)]
    fn direct(&mut self, item: c_int) -> c_int;
    /// Its own expression replaces the shared one.
    #[callback(
        fn(streams: *mut *mut Stream) -> c_int,
        // SAFETY: C passes a list of streams.
        context = unsafe { first(streams) },
        fallback = -4,
    )]
    fn list(&mut self, streams: *mut *mut Stream) -> c_int;
    #[callback(
        fn(key: usize) -> c_int,
        context = if key == 13 { panic!("the expression") } else { key as *mut c_void },
        fallback = -5,
    )]
    fn key(&mut self, _: usize) -> c_int;
}

struct Source(c_int, Token);

impl Reader for Source {
    fn read(&mut self, stream: *mut Stream) -> c_int {
        self.1.touch();
        assert!(!stream.is_null());
        self.0 += 1;
        self.0
    }

    fn seek(&mut self, to: c_int, _: *mut Stream) -> c_int {
        self.0 = to;
        to
    }

    fn direct(&mut self, item: c_int) -> c_int {
        self.0 + item
    }

    fn list(&mut self, streams: *mut *mut Stream) -> c_int {
        // SAFETY: C passes a list of streams.
        self.read(unsafe { *streams })
    }

    fn key(&mut self, _: usize) -> c_int {
        self.0
    }
}

#[test]
fn each_method_finds_the_one_handler() {
    let ear = listen("Reader");
    let drops = Drops::new();
    let (functions, user, destroy) =
        Reader::new(Source(0, drops.token())).notified(keep_all).unwrap();
    let mut stream = Stream { opaque: ptr::null_mut() };
    let stream = &raw mut stream;
    // There is no callback yet, so no fault is reported.
    assert_eq!(call!(functions.read(stream)), -1);
    assert_eq!(call!(functions.seek(7, ptr::null_mut(), 0)), -2);
    let mut list = [ptr::null_mut(), stream];
    assert_eq!(call!(functions.list(list.as_mut_ptr())), -4);
    assert_eq!(ear.named(), []);
    // SAFETY: C has its stream.
    unsafe { (*stream).opaque = user };
    assert_eq!(call!(functions.read(stream)), 1);
    assert_eq!(call!(functions.seek(7, stream, 0)), 7);
    assert_eq!(call!(functions.direct(user, 10)), 17);
    assert_eq!(call!(functions.list(list[1..].as_mut_ptr())), 8);
    assert_eq!(call!(functions.key(user.expose_provenance())), 8);
    assert_eq!(ear.named(), []);
    // A pointer that is null is a fault, where it is not an `Option`.
    assert_eq!(call!(functions.direct(ptr::null_mut(), 10)), -3);
    assert_eq!(call!(functions.key(0)), -5);
    // An expression that panics finds nothing, and there is no handler to poison.
    assert_eq!(call!(functions.key(13)), -5);
    assert_eq!(call!(functions.read(stream)), 9);
    // SAFETY: once, and no call follows.
    unsafe { destroy(user) };
    assert_eq!(drops.count(), 1);
    let expected = [
        ("Reader::direct", Fault::InvalidArgument),
        ("Reader::key", Fault::InvalidArgument),
        ("Reader::key", Fault::InvalidArgument),
    ];
    assert_eq!(ear.named(), expected);
}

/// The method with `self` finds it by the expression, too.
#[callback(
    extern "C",
    // SAFETY: C passes a stream to each function.
    context = unsafe { opaque(stream) },
    fallback = -1,
)]
trait Writer {
    #[callback(fn(stream: *mut Stream) -> c_int)]
    fn write(&mut self, stream: *mut Stream) -> c_int;
    #[callback(fn(_code: c_int, stream: *mut Stream) -> c_int, fallback = _code)]
    fn free(self, stream: *mut Stream) -> c_int;
}

impl Writer for Source {
    fn write(&mut self, _: *mut Stream) -> c_int {
        self.0 += 1;
        self.0
    }

    fn free(self, stream: *mut Stream) -> c_int {
        // SAFETY: C has its stream.
        unsafe { (*stream).opaque = ptr::null_mut() };
        self.0
    }
}

#[test]
fn the_method_with_self_finds_the_handler() {
    let ear = listen("Writer");
    let drops = Drops::new();
    let mut stream = Stream { opaque: ptr::null_mut() };
    let stream = &raw mut stream;
    let functions = Writer::new(Source(0, drops.token())).notified(|functions, user| {
        // SAFETY: C has its stream.
        unsafe { (*stream).opaque = user };
        Ok::<_, ()>(functions)
    });
    let functions = functions.unwrap();
    assert_eq!(call!(functions.write(stream)), 1);
    assert_eq!(call!(functions.free(70, ptr::null_mut())), 70);
    assert_eq!(drops.count(), 0);
    assert_eq!(call!(functions.free(70, stream)), 1);
    // C still has the functions, but there is no handler.
    assert_eq!(call!(functions.free(71, stream)), 71);
    assert_eq!(call!(functions.write(stream)), -1);
    assert_eq!((drops.count(), ear.named()), (1, vec![]));
}
