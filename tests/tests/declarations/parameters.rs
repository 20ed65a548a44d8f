//! Parameters that the closure does not take, and several that it takes as one.

use core::ffi::{c_char, c_int, c_void};

use callback_runtime::{FromC, callback};

#[callback(extern "C" fn(_: u8, u16, _flags: u32, context: *mut c_void, _: (u8, u8)))]
type Ignoring = dyn FnMut(u16);

/// What curl passes to a write callback.
struct Buffer<'a>(&'a [u8]);

impl FromC<(*mut c_char, usize, usize)> for Buffer<'_> {
    unsafe fn from_c((start, size, count): (*mut c_char, usize, usize)) -> Option<Self> {
        let bytes = size.checked_mul(count)?;
        // SAFETY: the buffer has that many bytes (the caller's promise).
        unsafe { <&[u8]>::from_c((start.cast_const().cast::<u8>(), bytes)) }.map(Buffer)
    }
}

#[callback(
    extern "C" fn((*mut c_char, usize, usize), context: *mut c_void) -> usize,
    fallback = 0,
)]
type Write = dyn FnMut(Buffer<'_>) -> usize;

#[callback(
    extern "C" fn(c_int, (*const c_void, c_int), (c_int, *const u8), c_int, context: usize) -> c_int,
    fallback = -1,
)]
type Grouped = dyn Fn(c_int, &[u8], &[u8], c_int) -> c_int;

/// SQLite's collation: two slices, each with its length before it.
#[callback(
    extern "C" fn(context: *mut c_void, c_int, *const c_void, c_int, *const c_void) -> c_int,
    fallback = 0,
)]
type Compare = dyn Fn(&[u8], &[u8]) -> core::cmp::Ordering;

/// The parameter named `context` is not the user data: the object before it has that.
#[callback(
    extern "C" fn(object: *const *mut c_void, _extra: (u8, u16), context: i32) -> i32,
    // SAFETY: C passes a valid object.
    context = unsafe { if _extra.1 == 7 { *object } else { core::ptr::null_mut() } },
    fallback = -1,
)]
type Named = dyn Fn(&*mut c_void) -> i32;

#[test]
fn what_is_ignored_is_not_passed_on() {
    let mut seen = 0;
    // SAFETY: the callback is called here alone, with its own context.
    Ignoring::new(|n| seen = n).scope(|f, cx| unsafe { f(1, 300, 5, cx, 6, 7) });
    assert_eq!(seen, 300);
}

#[test]
fn three_parameters_become_one() {
    let mut text = Vec::new();
    let mut data = *b"abcdef";
    let written = Write::new(|buffer| {
        text.extend_from_slice(buffer.0);
        buffer.0.len()
    })
    .scope(|f, cx| {
        // SAFETY: the callback is called here alone, with its own context, and six bytes are there.
        let written = unsafe { f(data.as_mut_ptr().cast(), 2, 3, cx) };
        // SAFETY: as above.
        written + unsafe { f(data.as_mut_ptr().cast(), 2, 3, cx) }
    });
    assert_eq!((written, text.as_slice()), (12, b"abcdefabcdef".as_slice()));
}

#[test]
fn slices_in_parentheses_have_their_own_lengths() {
    let sum = |slice: &[u8]| slice.iter().map(|&n| c_int::from(n)).sum::<c_int>();
    let grouped = Grouped::new(|a, one, two, b| 1000 * a + 100 * sum(one) + 10 * sum(two) + b);
    let (one, two) = ([1_u8, 2], [3_u8, 1]);
    // SAFETY: the callback is called here alone, with its own context, and arrays of these lengths.
    let result =
        grouped.scope(|f, cx| unsafe { f(5, one.as_ptr().cast(), 2, 2, two.as_ptr(), 6, cx) });
    assert_eq!(result, 5346);
}

#[test]
fn lengths_before_the_pointers_compare() {
    let (one, two) = (b"abc", b"abx");
    // SAFETY: the callback is called here alone, with its own context, and arrays of these lengths.
    let order = Compare::new(<[u8]>::cmp)
        .scope(|f, cx| unsafe { f(cx, 3, one.as_ptr().cast(), 3, two.as_ptr().cast()) });
    assert_eq!(order, -1);
}

#[test]
fn a_parameter_named_context_can_be_one_like_any_other() {
    let result = Named::new(|_| 3).scope(|f, cx| {
        // SAFETY: the object outlives the call and has the context.
        let found = unsafe { f(&raw const cx, 0, 7, 1) };
        // SAFETY: as above; the expression gives null, which is refused.
        (found, unsafe { f(&raw const cx, 0, 8, 1) })
    });
    assert_eq!(result, (3, -1));
}
