//! The C side, as Rust sees it: the loops, and what they pass.

use std::ffi::{c_int, c_void};

/// `int32_t (*)(int32_t, void *)`
pub(crate) type Function = unsafe extern "C" fn(c_int, *mut c_void) -> c_int;

/// Calls a function so many times.
pub(crate) type Loop = unsafe extern "C" fn(Function, *mut c_void, i64) -> i64;

unsafe extern "C" {
    safe fn bench_loops() -> usize;
    fn bench_loop(at: usize) -> Loop;
    /// Runs a loop for one call, for so many, and for twice as many.
    pub(crate) fn bench_count(run: Loop, function: Function, user: *mut c_void, calls: i64);
    /// Returns.
    pub(crate) fn bench_return();
    /// The body B0 in C, and the other two.
    pub(crate) fn bench_cannot_panic(x: c_int, user: *mut c_void) -> c_int;
    pub(crate) fn bench_may_panic(x: c_int, user: *mut c_void) -> c_int;
    pub(crate) fn bench_calls_opaque(x: c_int, user: *mut c_void) -> c_int;
}

unsafe extern "C-unwind" {
    /// For all that the compiler knows, it unwinds.
    pub(crate) fn bench_opaque(x: c_int) -> c_int;
}

/// The copy of the loop for the alternative with this number.
///
/// # Panics
///
/// If there are more alternatives than copies.
pub(crate) fn copy(at: usize) -> Loop {
    let copies = bench_loops();
    assert!(at < copies, "csrc/loops.c has but {copies} copies of the loop");
    // SAFETY: there is a copy of that number.
    unsafe { bench_loop(at) }
}
