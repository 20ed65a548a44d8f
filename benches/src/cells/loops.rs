//! The declarations of the C side: the loops, and the functions that they call.

use std::ffi::{c_int, c_void};

/// `int32_t (*)(int32_t, void *)`
pub(crate) type Function = unsafe extern "C" fn(c_int, *mut c_void) -> c_int;

/// Calls a function that many times.
pub(crate) type Loop = unsafe extern "C" fn(Function, *mut c_void, i64) -> i64;

unsafe extern "C" {
    pub(crate) safe fn bench_loops() -> usize;
    fn bench_loop(at: usize) -> Loop;
    /// Runs a loop for one call, for that many, and for twice as many.
    fn bench_count(run: Loop, function: Function, user: *mut c_void, calls: i64) -> i64;
    /// Calls a function once.
    fn bench_call(function: Function, x: c_int, user: *mut c_void) -> c_int;
    /// Returns.
    pub(crate) fn bench_return();
    /// The body B0 in C, and the other two.
    pub(crate) fn bench_cannot_panic(x: c_int, user: *mut c_void) -> c_int;
    pub(crate) fn bench_may_panic(x: c_int, user: *mut c_void) -> c_int;
    pub(crate) fn bench_calls_opaque(x: c_int, user: *mut c_void) -> c_int;
}

unsafe extern "C-unwind" {
    /// The compiler has to assume that it unwinds.
    pub(crate) fn bench_opaque(x: c_int) -> c_int;
}

/// Returns the copy of the loop for the cell with this number.
///
/// # Panics
///
/// If there are more cells than copies.
fn copy(number: usize, order: Order) -> Loop {
    let copies = bench_loops();
    assert!(number < copies, "csrc/loops.c has but {copies} copies of the loop");
    let number = match order {
        Order::DataLast => number,
        Order::DataFirst => number + copies,
    };
    // SAFETY: there are twice as many, for both orders.
    unsafe { bench_loop(number) }
}

/// Makes C call a function once. The alternatives make these functions, which are alive.
pub(crate) fn call(function: Function, x: c_int, user: *mut c_void) -> c_int {
    // SAFETY: the caller keeps the function and its user data alive.
    unsafe { bench_call(function, x, user) }
}

/// Runs the copy of that number for one call, for that many, and for twice as many. Returns the sum of the
/// results of the last run.
pub(crate) fn count(
    number: usize,
    order: Order,
    function: Function,
    user: *mut c_void,
    calls: i64,
) -> i64 {
    // SAFETY: the caller keeps the function and its user data alive.
    unsafe { bench_count(copy(number, order), function, user, calls) }
}

/// Runs the copy of that number for that many calls.
#[cfg(feature = "peers")]
pub(crate) fn run(number: usize, order: Order, function: Function, user: *mut c_void, calls: i64) {
    let run = copy(number, order);
    // SAFETY: the caller keeps the function and its user data alive.
    unsafe { run(function, user, calls) };
}

/// The order in which C passes the number and the user data.
#[derive(Clone, Copy)]
pub(crate) enum Order {
    /// As in [`Function`].
    DataLast,
    /// `int32_t (*)(void *, int32_t)`, transmuted to [`Function`].
    #[cfg_attr(not(feature = "peers"), allow(dead_code, reason = "some peers require it"))]
    DataFirst,
}
