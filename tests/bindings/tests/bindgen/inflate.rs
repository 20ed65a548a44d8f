//! `inflateBack`: two callbacks with a user data each.

use std::ffi::{c_char, c_int, c_uchar, c_uint, c_void};
use std::ptr::null_mut;

use callback_runtime::{Check, IntoC, Status, callback, import};

use crate::zlib::{
    self, MAX_WBITS, Z_BUF_ERROR, Z_OK, Z_STREAM_END, in_func, out_func, z_stream, z_streamp,
};

/// The next bytes, or none at the end. They outlive the call, in which zlib reads them.
#[callback(
    extern "C" fn(context: *mut c_void, _next: *mut *mut c_uchar) -> c_uint,
    ok = |bytes: &'static [u8]| {
        // SAFETY: zlib passes the place for the address. It does not write to the bytes.
        unsafe { *_next = bytes.as_ptr().cast_mut() };
        c_uint::try_from(bytes.len()).expect("a few bytes")
    },
    err = 0, fallback = 0, matches = in_func,
)]
type Input<E> = dyn FnMut() -> Result<&'static [u8], E>;

#[callback(
    extern "C" fn(context: *mut c_void, *mut c_uchar, c_uint) -> c_int,
    ok = 0, err = 1, fallback = 1, matches = out_func,
)]
type Output<E> = dyn FnMut(&[u8]) -> Result<(), E>;

// The block promises that zlib calls during the call.
#[import(from = zlib)]
unsafe extern "C" {
    /// # Safety
    ///
    /// - The window stays until the stream has ended, and the version is that of the header.
    unsafe fn inflateBackInit_(
        stream: &mut z_stream,
        bits: c_int,
        window: *mut c_uchar,
        version: *const c_char,
        #[c(c_int = c_int::try_from(size_of::<z_stream>()).expect("it is small"))] _: (),
    ) -> Result<(), Code>;

    safe fn inflateBack<I, O>(
        #[c(z_streamp)] stream: &mut Stream,
        #[scope] input: Input<I>,
        #[context(input)] input_user: *mut c_void,
        #[scope] output: Output<O>,
        #[context(output)] output_user: *mut c_void,
    ) -> Result<c_int, Code>;

    safe fn zlibVersion() -> *const c_char;

    unsafe fn inflateBackEnd(#[c(z_streamp)] stream: &mut Stream) -> Result<(), Code>;
}

/// An error of zlib.
#[derive(Debug, PartialEq)]
struct Code(c_int);

impl Status for Code {
    type C = c_int;

    fn check(raw: c_int) -> Result<(), Self> {
        if raw == Z_OK.cast_signed() { Ok(()) } else { Err(Self(raw)) }
    }
}

impl Check<c_int> for Code {
    fn check(raw: c_int) -> Result<c_int, Self> {
        if raw == Z_STREAM_END.cast_signed() { Ok(raw) } else { Err(Self(raw)) }
    }
}

/// A stream with its window.
struct Stream {
    stream: Box<z_stream>,
    _window: Vec<u8>,
}

impl Stream {
    fn new() -> Self {
        let mut window = vec![0; 1 << MAX_WBITS];
        let mut stream = Box::new(z_stream {
            next_in: null_mut(),
            avail_in: 0,
            total_in: 0,
            next_out: null_mut(),
            avail_out: 0,
            total_out: 0,
            msg: null_mut(),
            state: null_mut(),
            zalloc: None,
            zfree: None,
            opaque: null_mut(),
            data_type: 0,
            adler: 0,
            reserved: 0,
        });
        let bits = MAX_WBITS.cast_signed();
        // SAFETY: the window stays with the stream.
        unsafe { inflateBackInit_(&mut stream, bits, window.as_mut_ptr(), zlibVersion()) }.unwrap();
        Self { stream, _window: window }
    }
}

impl IntoC<z_streamp> for &mut Stream {
    fn into_c(self) -> z_streamp {
        &raw mut *self.stream
    }
}

impl Drop for Stream {
    fn drop(&mut self) {
        // SAFETY: it ends once.
        unsafe { inflateBackEnd(self) }.unwrap();
    }
}

/// A stream of one block, which is not compressed, in two parts.
const PARTS: [&[u8]; 2] = [&[1, 5, 0, !5, !0, b'h', b'e'], b"llo"];

#[test]
fn two_closures_take_their_turns() {
    let mut parts = PARTS.into_iter();
    let mut text = Vec::new();
    let ended = inflateBack::<(), (), _, _>(
        &mut Stream::new(),
        || Ok(parts.next().unwrap_or_default()),
        |bytes| {
            text.extend_from_slice(bytes);
            Ok(())
        },
    );
    assert_eq!(ended, Ok(Ok(Ok(Z_STREAM_END.cast_signed()))));
    assert_eq!(text, b"hello");
    assert_eq!(parts.next(), None);
}

#[test]
fn each_closure_may_fail_and_so_may_zlib() {
    let input = inflateBack::<_, (), _, _>(&mut Stream::new(), || Err("no more"), |_| Ok(()));
    assert_eq!(input, Ok(Err("no more")));

    let mut parts = PARTS.into_iter();
    let input = || Ok(parts.next().unwrap_or_default());
    let output = inflateBack::<(), _, _, _>(&mut Stream::new(), input, |_| Err("full"));
    assert_eq!(output, Ok(Ok(Err("full"))));

    let nothing = inflateBack::<(), (), _, _>(&mut Stream::new(), || Ok(&[]), |_| Ok(()));
    assert_eq!(nothing, Err(Code(Z_BUF_ERROR)));
}
