//! Closures that any thread may call, one call at a time or several at once. The "C library" is played by Rust.
//! Its threads meet at barriers, so every run is the same.

use std::ffi::{c_int, c_void};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Barrier, Mutex};
use std::thread;

use callback_runtime::{Fault, callback};
use callback_tests::{Drops, Parts, keep_all, listen, message, panic_of};

#[callback(extern "C", fallback = -1)]
type Anywhere = dyn FnMut(c_int) -> c_int + Send;

#[callback(extern "C", fallback = -1)]
type AtOnce = dyn Fn(c_int) -> c_int + Send + Sync;

#[callback(extern "C", fallback = -1)]
type AnywhereOnce = dyn FnOnce(c_int) -> c_int + Send;

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

#[test]
fn a_fn_mut_that_is_send_is_called_on_one_thread_after_another() {
    let ear = listen("Anywhere");
    let mut total = 0;
    let answers = Anywhere::new(|item| {
        total += item;
        total
    })
    .scope(|function, user| [1, 2, 3].map(|item| on_another_thread(function, user, item)));
    assert_eq!((answers, total), ([1, 3, 6], 6));
    assert_eq!(ear.faults(), []);
}

#[test]
fn a_fn_mut_that_is_send_is_not_entered_by_two_threads_at_once() {
    let ear = listen("Anywhere");
    let (inside, may_leave) = (Barrier::new(2), Barrier::new(2));
    let mut calls = 0;
    let mut answers = [0; 3];
    let payload = panic_of(|| {
        Anywhere::new(|item| {
            calls += 1;
            if item == 1 {
                inside.wait();
                may_leave.wait();
            }
            item
        })
        .scope(|function, user| {
            let parts = Parts::new(function, user);
            thread::scope(|threads| {
                let first = threads.spawn(move || {
                    let (function, user) = parts.get();
                    // SAFETY: the parts are alive until `scope` returns.
                    unsafe { function(1, user) }
                });
                inside.wait();
                // SAFETY: C overlaps calls, against its promise; the context is alive.
                let second = unsafe { function(2, user) };
                may_leave.wait();
                // SAFETY: the parts are alive until `scope` returns.
                answers = [first.join().unwrap(), second, unsafe { function(3, user) }];
            });
        });
    });
    assert!(message(&*payload).ends_with("while it was running"));
    assert_eq!((answers, calls), ([1, -1, 3], 2));
    assert_eq!(ear.faults(), [Fault::Reentered]);
}

#[test]
fn a_fn_mut_that_is_send_is_not_entered_from_inside_itself() {
    let ear = listen("Anywhere");
    let own = Mutex::new(None);
    let (mut inner, mut answers) = (0, [0; 2]);
    panic_of(|| {
        Anywhere::new(|item| {
            let parts: Parts<Function, _> = own.lock().unwrap().unwrap();
            let (function, user) = parts.get();
            // SAFETY: C calls re-entrantly, against its promise; the context is alive.
            inner = unsafe { function(item, user) };
            item
        })
        .scope(|function, user| {
            *own.lock().unwrap() = Some(Parts::new(function, user));
            // SAFETY: the parts are alive until `scope` returns.
            answers = [1, 2].map(|item| unsafe { function(item, user) });
        });
    });
    assert_eq!((answers, inner), ([1, 2], -1));
    assert_eq!(ear.faults(), [Fault::Reentered]);
}

#[test]
fn a_fn_that_is_sync_is_inside_on_two_threads_at_once() {
    let ear = listen("AtOnce");
    let both = Barrier::new(2);
    let calls = AtomicUsize::new(0);
    let answers = AtOnce::new(|item| {
        // Only two calls that are inside at once get past this.
        both.wait();
        calls.fetch_add(1, Ordering::Relaxed);
        item * 10
    })
    .scope(|function, user| {
        let parts = Parts::new(function, user);
        let call = move |item| {
            let (function, user) = parts.get();
            // SAFETY: the parts are alive until `scope` returns.
            unsafe { function(item, user) }
        };
        thread::scope(|threads| {
            let other = threads.spawn(move || call(1));
            [call(2), other.join().unwrap()]
        })
    });
    assert_eq!((answers, calls.into_inner()), ([20, 10], 2));
    assert_eq!(ear.faults(), []);
}

#[test]
fn a_panic_on_another_thread_closes_the_closure_to_all() {
    let ear = listen("AtOnce");
    let mut answers = [0; 2];
    let payload = panic_of(|| {
        AtOnce::new(|item| panic!("at {item}")).scope(|function, user| {
            let there = on_another_thread(function, user, 1);
            // SAFETY: the parts are alive until `scope` returns.
            answers = [there, unsafe { function(2, user) }];
        });
    });
    assert_eq!((message(&*payload), answers), ("at 1", [-1, -1]));
    assert_eq!(ear.faults(), [Fault::Panicked]);
}

#[test]
fn a_fn_once_that_is_send_is_consumed_by_one_of_two_threads() {
    let ear = listen("AnywhereOnce");
    let drops = Drops::new();
    let token = drops.token();
    let mut answers = [0; 2];
    panic_of(|| {
        AnywhereOnce::new(move |item| {
            drop(token);
            item
        })
        .scope(|function, user| {
            answers = [1, 2].map(|item| on_another_thread(function, user, item));
        });
    });
    assert_eq!((answers, drops.count()), ([1, -1], 1));
    assert_eq!(ear.faults(), [Fault::Expired]);
}

#[test]
fn the_destroy_function_waits_for_the_calls_of_other_threads() {
    let ear = listen("AtOnce");
    let drops = Drops::new();
    let token = drops.token();
    let barriers = Arc::new((Barrier::new(2), Barrier::new(2)));
    let inner = Arc::clone(&barriers);
    let (function, user, destroy) = AtOnce::new(move |item| {
        inner.0.wait();
        inner.1.wait();
        token.touch();
        item
    })
    .notified(keep_all)
    .unwrap();
    let parts = Parts::new(function, user);
    let call = thread::spawn(move || {
        let (function, user) = parts.get();
        // SAFETY: C has not destroyed it when this call begins.
        unsafe { function(5, user) }
    });
    barriers.0.wait();
    // SAFETY: once, and no call begins after it.
    unsafe { destroy(user) };
    assert_eq!(drops.count(), 0);
    barriers.1.wait();
    assert_eq!((call.join().unwrap(), drops.count()), (5, 1));
    assert_eq!(ear.faults(), []);
}
