//! `errno`, and on Windows `GetLastError`, as C finds them after a callback has returned: see `csrc/errors.c`.

use std::ffi::{c_int, c_uint};
use std::pin::pin;

use callback_runtime::{RawContext, RawDestroy, RawFn, callback};
use callback_tests::{Drops, keep, keep_all, keep_reachable};

#[callback(extern "C", fallback = -1)]
type Mut = dyn FnMut(c_int) -> c_int;

#[callback(extern "C", fallback = -1)]
type MutSend = dyn FnMut(c_int) -> c_int + Send;

#[callback(extern "C", fallback = -1)]
type Shared = dyn Fn(c_int) -> c_int;

#[callback(extern "C", fallback = -1)]
type SharedSync = dyn Fn(c_int) -> c_int + Send + Sync;

#[callback(extern "C", fallback = -1)]
type Once = dyn FnOnce(c_int) -> c_int;

#[callback(extern "C", fallback = -1)]
type OnceSend = dyn FnOnce(c_int) -> c_int + Send;

/// The errors that a C function leaves for its caller, apart from its result.
#[repr(C)]
#[derive(Clone, Copy, Debug, PartialEq)]
struct Errors {
    number: c_int,
    /// The error of Windows, or 0 on other systems.
    last: c_uint,
}

const fn errors(number: c_int, last: c_uint) -> Errors {
    Errors { number, last: if cfg!(windows) { last } else { 0 } }
}

/// The values that C sets before it calls, and those that a failing closure sets. No library uses them.
const BEFORE: Errors = errors(33, 0x2000_0021);
const FAILED: Errors = errors(34, 0x2000_0022);

unsafe extern "C" {
    safe fn set_errors(errors: Errors);
    safe fn get_errors() -> Errors;
    fn errors_after(
        before: Errors,
        answer: &mut c_int,
        step: RawFn<Mut>,
        user: RawContext<Mut>,
    ) -> Errors;
    fn errors_after_on_thread(
        before: Errors,
        answer: &mut c_int,
        step: RawFn<Mut>,
        user: RawContext<Mut>,
    ) -> Errors;
    fn errors_after_destroy(
        before: Errors,
        destroy: RawDestroy<Mut>,
        user: RawContext<Mut>,
    ) -> Errors;
}

/// Makes one call. Returns the answer, and the errors after it.
fn call(step: RawFn<Mut>, user: RawContext<Mut>) -> (c_int, Errors) {
    let mut answer = 0;
    // SAFETY: the tests call each callback while it is alive, from its thread.
    let after = unsafe { errors_after(BEFORE, &mut answer, step, user) };
    (answer, after)
}

/// The same, on a C thread that has never called Rust.
fn call_on_thread(step: RawFn<Mut>, user: RawContext<Mut>) -> (c_int, Errors) {
    let mut answer = 0;
    // SAFETY: the thread ends in the call. The tests use this only for callbacks that are `Send` and alive.
    let after = unsafe { errors_after_on_thread(BEFORE, &mut answer, step, user) };
    (answer, after)
}

/// A closure that does not set the errors.
fn add(item: c_int) -> c_int {
    item + 1
}

/// A closure that sets the errors to report why it failed.
fn fail(item: c_int) -> c_int {
    let seen = get_errors();
    set_errors(FAILED);
    if seen == BEFORE { -item } else { item }
}

const KEPT: (c_int, Errors) = (2, BEFORE);
const SET: (c_int, Errors) = (-1, FAILED);

/// The tests of one kind of closure: with `$call`, in every lifetime.
macro_rules! lifetimes {
    ($($kind:ident $test:ident $call:ident)*) => {$(
        #[test]
        fn $test() {
            for (closure, expected) in [(add as fn(c_int) -> c_int, KEPT), (fail, SET)] {
                assert_eq!($kind::new(closure).scope($call), expected, "scope");

                let mut pinned = pin!($kind::new(closure));
                let bound = pinned.as_mut().bind();
                let left = $call(bound.function(), bound.context());
                assert_eq!(bound.finish(left), expected, "bind");

                let (step, user) = $kind::new(closure).once(keep).unwrap();
                assert_eq!($call(step, user), expected, "once");

                let (step, user, destroy) = $kind::new(closure).notified(keep_all).unwrap();
                assert_eq!($call(step, user), expected, "notified");
                // SAFETY: no call follows.
                let after = unsafe { errors_after_destroy(BEFORE, destroy, user) };
                assert_eq!(after, BEFORE, "destroyed");

                let (step, user) = $kind::new(closure).forever();
                keep_reachable(user);
                assert_eq!($call(step, user), expected, "forever");
            }
        }
    )*};
}

lifetimes! {
    Mut a_fn_mut_leaves_the_errors_to_the_closure call
    MutSend a_fn_mut_that_is_send_leaves_the_errors_to_the_closure call
    Shared a_fn_leaves_the_errors_to_the_closure call
    SharedSync a_fn_that_is_sync_leaves_the_errors_to_the_closure call
    Once a_fn_once_leaves_the_errors_to_the_closure call
    OnceSend a_fn_once_that_is_send_leaves_the_errors_to_the_closure call
    MutSend a_fn_mut_that_is_send_leaves_the_errors_on_a_thread_that_is_new_to_rust call_on_thread
    SharedSync a_fn_that_is_sync_leaves_the_errors_on_a_thread_that_is_new_to_rust call_on_thread
    OnceSend a_fn_once_that_is_send_leaves_the_errors_on_a_thread_that_is_new_to_rust call_on_thread
}

#[test]
fn what_once_frees_leaves_the_errors_as_they_were() {
    let drops = Drops::new();
    let (token, large) = (drops.token(), vec![1_u8; 1 << 20]);
    let (step, user) = Once::new(move |item| {
        token.touch();
        item + c_int::from(large[0])
    })
    .once(keep)
    .unwrap();
    assert_eq!(call(step, user), KEPT);
    assert_eq!(drops.count(), 1);
}

#[test]
fn what_the_destroy_function_frees_leaves_the_errors_as_they_were() {
    let drops = Drops::new();
    let (token, large) = (drops.token(), vec![1_u8; 1 << 20]);
    let (_, user, destroy) = Mut::new(move |item| {
        token.touch();
        item + c_int::from(large[0])
    })
    .notified(keep_all)
    .unwrap();
    // SAFETY: no call follows.
    assert_eq!(unsafe { errors_after_destroy(BEFORE, destroy, user) }, BEFORE);
    assert_eq!(drops.count(), 1);
}
