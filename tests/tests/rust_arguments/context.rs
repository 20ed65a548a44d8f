//! The places of the context: any parameter of any pointer-sized type, or a place that an expression finds. The
//! "C library" is played by Rust.

use std::ffi::{c_int, c_void};
use std::ptr::null_mut;

use callback_runtime::{Fault, RawFn, callback};
use callback_tests::{Drops, listen};

/// Like `sqlite3_context` of SQLite: C keeps the user data in it.
#[repr(C)]
struct Call {
    user: *mut c_void,
    result: c_int,
}

/// The library's accessor.
unsafe fn user_data(call: *mut Call) -> *mut c_void {
    // SAFETY: the caller's promise.
    let call = unsafe { &*call };
    assert!(call.result != 13, "the accessor panics");
    call.user
}

#[callback(
    extern "C" fn(call: *mut Call, c_int),
    // SAFETY: C passes one of its calls.
    context = unsafe { user_data(call) },
)]
type Function = dyn FnMut(*mut Call, c_int);

/// Calls with a `Call` that has `user` in it.
unsafe fn run(function: RawFn<Function>, user: *mut c_void, result: c_int) -> c_int {
    let mut call = Call { user, result };
    // SAFETY: the caller's promise.
    unsafe { function(&raw mut call, 5) };
    call.result
}

/// A closure that doubles its argument.
fn double(call: *mut Call, item: c_int) {
    // SAFETY: C passes one of its calls.
    unsafe { (*call).result = item * 2 };
}

#[test]
fn an_expression_finds_the_context() {
    let ear = listen("Function");
    // SAFETY: the parts are alive.
    let result = Function::new(double).scope(|function, user| unsafe { run(function, user, 0) });
    assert_eq!(result, 10);
    assert_eq!(ear.faults(), []);
}

#[test]
fn an_expression_finds_null() {
    let ear = listen("Function");
    // SAFETY: the trampoline checks for null.
    let result = Function::new(double).scope(|function, _| unsafe { run(function, null_mut(), 1) });
    assert_eq!(result, 1);
    assert_eq!(ear.faults(), [Fault::InvalidArgument]);
}

#[test]
fn an_expression_that_panics_finds_nothing() {
    let ear = listen("Function");
    let drops = Drops::new();
    let token = drops.token();
    let result = Function::new(move |call, item| {
        token.touch();
        double(call, item);
    })
    // SAFETY: the parts are alive.
    .scope(|function, user| unsafe { run(function, user, 13) });
    assert_eq!((result, drops.count()), (13, 1));
    assert_eq!(ear.faults(), [Fault::InvalidArgument]);
}

#[callback(extern "C" fn(context: *const c_int, c_int) -> c_int, fallback = -1)]
type First = dyn FnMut(c_int) -> c_int;

#[callback(extern "C" fn(c_int, context: usize, c_int) -> c_int, fallback = -1)]
type Middle = dyn FnMut(c_int, c_int) -> c_int;

#[test]
fn the_context_is_any_parameter_and_any_pointer() {
    // SAFETY: the parts are alive.
    let answer = First::new(|item| item + 1).scope(|first, user| unsafe { first(user, 1) });
    assert_eq!(answer, 2);
}

#[test]
fn the_context_is_any_pointer_sized_integer() {
    let ear = listen("Middle");
    let answers = Middle::new(|a, b| a * 10 + b).scope(|middle, user| {
        // SAFETY: the trampoline checks for 0.
        let lost = unsafe { middle(1, 0, 2) };
        // SAFETY: the parts are alive.
        [unsafe { middle(1, user, 2) }, lost]
    });
    assert_eq!(answers, [12, -1]);
    assert_eq!(ear.faults(), [Fault::InvalidArgument]);
}
