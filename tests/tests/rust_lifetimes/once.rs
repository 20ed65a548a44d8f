//! `once`: C calls once, now or later. The "C library" is played by Rust.

use std::cell::Cell;
use std::ffi::c_int;
use std::panic::panic_any;
use std::thread;

use callback_runtime::{Fault, callback};
use callback_tests::{Drops, Kept, Parts, keep, keep_reachable, listen, message, panic_of};

#[callback(extern "C", fallback = -1)]
type Done = dyn FnOnce(c_int) -> c_int;

#[callback(extern "C", fallback = -1)]
type DoneAnywhere = dyn FnOnce(c_int) -> c_int + Send;

#[callback(extern "C", fallback = -1)]
type DoneWith = dyn FnOnce(&c_int) -> c_int;

#[callback(extern "C", fallback = -1)]
type DoneMut = dyn FnMut(c_int) -> c_int;

#[callback(extern "C", fallback = -1)]
type DoneFn = dyn Fn(c_int) -> c_int;

#[test]
fn c_calls_later_and_the_closure_is_dropped_by_that_call() {
    let drops = Drops::new();
    let token = drops.token();
    let (done, user) = Done::new(move |item| {
        token.touch();
        item + 1
    })
    .once(keep)
    .unwrap();
    assert_eq!(drops.count(), 0);
    // SAFETY: the one call.
    assert_eq!(unsafe { done(4, user) }, 5);
    assert_eq!(drops.count(), 1);
}

#[test]
fn a_closure_that_was_not_consumed_is_dropped_after_its_call() {
    let drops = Drops::new();
    let token = drops.token();
    let (done, user) = DoneMut::new(move |item| {
        token.touch();
        item + 1
    })
    .once(keep)
    .unwrap();
    // SAFETY: the one call.
    assert_eq!((unsafe { done(4, user) }, drops.count()), (5, 1));
    let token = drops.token();
    let (done, user) = DoneFn::new(move |item| {
        token.touch();
        item + 2
    })
    .once(keep)
    .unwrap();
    // SAFETY: the one call.
    assert_eq!((unsafe { done(4, user) }, drops.count()), (6, 2));
}

#[test]
fn c_calls_during_the_hand_over_and_takes_it() {
    let drops = Drops::new();
    let token = drops.token();
    let handed = Done::new(move |item| {
        drop(token);
        item
    })
    // SAFETY: the one call.
    .once(|done, user| Ok::<_, c_int>(unsafe { done(7, user) }));
    assert_eq!((handed, drops.count()), (Ok(7), 1));
}

#[test]
fn c_calls_during_the_hand_over_and_refuses_it() {
    let ear = listen("Done");
    let (drops, got) = (Drops::new(), Cell::new(0));
    let token = drops.token();
    let refused = Done::new(move |item| {
        token.touch();
        item
    })
    .once(|done, user| {
        // SAFETY: the one call.
        got.set(unsafe { done(7, user) });
        Err::<(), _>("refused")
    });
    assert_eq!((refused, got.get(), drops.count()), (Err("refused"), 7, 1));
    assert_eq!(ear.faults(), []);
}

#[test]
fn c_refuses_without_a_call_and_the_closure_is_dropped_there_and_then() {
    let drops = Drops::new();
    let token = drops.token();
    let refused = Done::new(move |item| {
        token.touch();
        item
    })
    .once(|_, _| Err::<(), _>("refused"));
    assert_eq!((refused, drops.count()), (Err("refused"), 1));
}

#[test]
fn a_fn_once_that_is_send_is_called_on_another_thread_later() {
    let drops = Drops::new();
    let token = drops.token();
    let (done, user) = DoneAnywhere::new(move |item| {
        token.touch();
        item + 1
    })
    .once(keep)
    .unwrap();
    let parts = Parts::new(done, user);
    let answer = thread::spawn(move || {
        let (done, user) = parts.get();
        // SAFETY: the one call.
        unsafe { done(1, user) }
    });
    assert_eq!(answer.join().unwrap(), 2);
    assert_eq!(drops.count(), 1);
}

#[test]
fn a_fn_once_that_is_send_is_called_on_another_thread_during_the_hand_over() {
    let drops = Drops::new();
    let tokens = [drops.token(), drops.token()];
    for (result, token) in [Ok(2), Err(2)].into_iter().zip(tokens) {
        let handed = DoneAnywhere::new(move |item| {
            token.touch();
            item + 1
        })
        .once(|done, user| {
            let parts = Parts::new(done, user);
            let answer = thread::spawn(move || {
                let (done, user) = parts.get();
                // SAFETY: the one call.
                unsafe { done(1, user) }
            });
            assert_eq!(answer.join().unwrap(), 2);
            result
        });
        assert_eq!(handed, result);
    }
    assert_eq!(drops.count(), 2);
}

#[test]
fn a_call_on_the_wrong_thread_leaks_and_says_so() {
    let ear = listen("Done");
    let drops = Drops::new();
    let token = drops.token();
    let (done, user) = Done::new(move |item| {
        token.touch();
        item
    })
    .once(keep)
    .unwrap();
    keep_reachable(user);
    let parts = Parts::new(done, user);
    let answer = thread::spawn(move || {
        let (done, user) = parts.get();
        // SAFETY: C calls on another thread, against its promise; the context is alive.
        unsafe { done(1, user) }
    });
    assert_eq!(answer.join().unwrap(), -1);
    assert_eq!(drops.count(), 0);
    assert_eq!((ear.faults(), ear.leaks()), (vec![Fault::WrongThread], vec![true]));
    assert!(ear.reports()[0].to_string().contains("the closure was leaked"));
}

#[test]
fn what_c_never_calls_is_never_dropped() {
    let drops = Drops::new();
    let token = drops.token();
    let (_, user) = Done::new(move |item| {
        token.touch();
        item
    })
    .once(keep)
    .unwrap();
    keep_reachable(user);
    assert_eq!(drops.count(), 0);
}

#[test]
fn a_panic_ends_in_the_trampoline_and_everything_is_dropped() {
    let ear = listen("Done");
    let drops = Drops::new();
    let (token, payload) = (drops.token(), drops.token());
    let (done, user) = Done::new(move |_| {
        token.touch();
        panic_any(payload)
    })
    .once(keep)
    .unwrap();
    // SAFETY: the one call.
    assert_eq!(unsafe { done(1, user) }, -1);
    assert_eq!(drops.count(), 2);
    assert_eq!(ear.faults(), [Fault::Panicked]);
    let report = ear.reports()[0];
    assert_eq!((report.callback(), report.is_leaked()), ("Done", false));
    assert_eq!(report.declared_at().file(), file!());
}

#[test]
fn a_hand_over_that_panics_leaves_the_closure_to_c() {
    let drops = Drops::new();
    let (token, raw) = (drops.token(), Cell::new(None::<Kept<Done>>));
    let done = Done::new(move |item| {
        token.touch();
        item
    });
    let payload = panic_of(|| {
        done.once(|done, user| -> Result<(), ()> {
            raw.set(Some((done, user)));
            panic!("after C has it")
        })
    });
    assert_eq!((message(&*payload), drops.count()), ("after C has it", 0));
    let (done, user) = raw.get().unwrap();
    // SAFETY: the one call.
    assert_eq!(unsafe { done(3, user) }, 3);
    assert_eq!(drops.count(), 1);
}

#[test]
fn a_call_with_a_bad_argument_is_the_one_call() {
    let ear = listen("DoneWith");
    let drops = Drops::new();
    let token = drops.token();
    let (done, user) = DoneWith::new(move |item| {
        drop(token);
        *item
    })
    .once(keep)
    .unwrap();
    // SAFETY: the one call; null is what the test is about.
    assert_eq!((unsafe { done(std::ptr::null(), user) }, drops.count()), (-1, 1));
    assert_eq!(ear.faults(), [Fault::InvalidArgument]);
}
