//! Closures that only their own thread may call. The "C library" is played by Rust.

use std::cell::Cell;
use std::ffi::{c_int, c_void};
use std::thread;

use callback_runtime::{Accepts, Callback, Context, Fault, callback};
use callback_tests::{Drops, Parts, keep_all, keep_reachable, listen, message, panic_of};

#[callback(extern "C", fallback = -1)]
type Owned = dyn FnMut(c_int) -> c_int;

#[callback(extern "C", fallback = -1)]
type OwnedFn = dyn Fn(c_int) -> c_int;

#[callback(extern "C", fallback = -1)]
type OwnedOnce = dyn FnOnce(c_int) -> c_int;

type Function = unsafe extern "C" fn(c_int, *mut c_void) -> c_int;

/// Calls on another thread of the library, and waits for it.
fn on_another_thread(function: Function, user: *mut c_void, item: c_int) -> c_int {
    let parts = Parts::new(function, user);
    let call = move || {
        let (function, user) = parts.get();
        // SAFETY: the parts are alive until this thread has ended.
        unsafe { function(item, user) }
    };
    thread::spawn(call).join().unwrap()
}

/// Calls on another thread and then here, and returns the answers. The scope panics because of the first call.
fn there_then_here<C, F>(callback: Context<C, F>) -> [c_int; 2]
where
    C: Accepts<F> + Callback<Function = Function, Context = *mut c_void>,
{
    let mut answers = [0; 2];
    let payload = panic_of(|| {
        callback.scope(|function, user| {
            let there = on_another_thread(function, user, 1);
            // SAFETY: the parts are alive until `scope` returns.
            answers = [there, unsafe { function(2, user) }];
        })
    });
    assert!(message(&*payload).ends_with("on a thread that does not own it"));
    answers
}

#[test]
fn a_fn_mut_is_not_entered_on_another_thread() {
    let (ear, entered) = (listen("Owned"), Cell::new(0));
    let owned = Owned::new(|item| {
        entered.set(entered.get() + 1);
        item
    });
    assert_eq!(there_then_here(owned), [-1, 2]);
    assert_eq!(entered.get(), 1);
    assert_eq!((ear.faults(), ear.leaks()), (vec![Fault::WrongThread], vec![false]));
}

#[test]
fn a_fn_is_not_entered_on_another_thread() {
    let (ear, entered) = (listen("OwnedFn"), Cell::new(0));
    let owned = OwnedFn::new(|item| {
        entered.set(entered.get() + 1);
        item
    });
    assert_eq!(there_then_here(owned), [-1, 2]);
    assert_eq!(entered.get(), 1);
    assert_eq!(ear.faults(), [Fault::WrongThread]);
}

#[test]
fn a_fn_once_is_not_consumed_on_another_thread() {
    let (ear, drops) = (listen("OwnedOnce"), Drops::new());
    let token = drops.token();
    let owned = OwnedOnce::new(|item| {
        drop(token);
        item
    });
    assert_eq!(there_then_here(owned), [-1, 2]);
    assert_eq!(drops.count(), 1);
    assert_eq!(ear.faults(), [Fault::WrongThread]);
}

#[test]
fn a_thread_that_calls_while_the_owner_is_inside_gets_the_fallback() {
    let ear = listen("OwnedFn");
    let (own, there) = (Cell::new(None), Cell::new(0));
    let mut here = [0; 2];
    panic_of(|| {
        OwnedFn::new(|item| {
            let (function, user) = own.get().unwrap();
            there.set(on_another_thread(function, user, item));
            item
        })
        .scope(|function, user| {
            own.set(Some((function, user)));
            // SAFETY: the parts are alive until `scope` returns.
            here = [1, 2].map(|item| unsafe { function(item, user) });
        });
    });
    assert_eq!((here, there.get()), ([1, 2], -1));
    assert_eq!(ear.faults(), [Fault::WrongThread]);
}

#[test]
fn a_new_thread_is_never_taken_for_an_owner_that_has_ended() {
    let ear = listen("Owned");
    let drops = Drops::new();
    let token = drops.token();
    let parts = thread::spawn(move || {
        let (function, user, destroy) = Owned::new(move |item| {
            token.touch();
            item
        })
        .notified(keep_all)
        .unwrap();
        // SAFETY: the owner calls.
        assert_eq!(unsafe { function(1, user) }, 1);
        Parts::new((function, destroy), user)
    });
    let ((function, _), user) = parts.join().unwrap().get();
    keep_reachable(user);
    // The system may give the id and the stack of the ended thread to any of these.
    let answers: Vec<_> = (0..16).map(|item| on_another_thread(function, user, item)).collect();
    assert_eq!(answers, [-1; 16]);
    assert_eq!(drops.count(), 0);
    assert_eq!(ear.faults(), [Fault::WrongThread]);
}

#[test]
fn a_new_thread_that_owns_a_callback_itself_is_no_other_owner() {
    let ear = listen("Owned");
    let answer = thread::spawn(|| {
        let (function, user) = Owned::new(|item| item).forever();
        keep_reachable(user);
        Parts::new(function, user)
    });
    let parts = answer.join().unwrap();
    let (there, own) = thread::spawn(move || {
        // SAFETY: the parts are alive until `scope` returns.
        let own = Owned::new(|item| item + 1).scope(|function, user| unsafe { function(1, user) });
        let (function, user) = parts.get();
        // SAFETY: the parts are alive forever, but the thread is the wrong one.
        (unsafe { function(1, user) }, own)
    })
    .join()
    .unwrap();
    assert_eq!((there, own), (-1, 2));
    assert_eq!(ear.faults(), [Fault::WrongThread]);
}
