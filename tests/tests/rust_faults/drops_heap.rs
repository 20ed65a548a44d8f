//! Destructors that panic when C calls or frees. None of these panics crosses into C, each is reported, and
//! every value is dropped once. The "C library" is played by Rust.

use std::ffi::c_int;
use std::panic::panic_any;

use callback_runtime::{Fault, callback};
use callback_tests::{Drops, keep, keep_all, listen, message, panic_of};

#[callback(extern "C", fallback = -1)]
type Work = dyn FnMut(c_int) -> c_int;

#[callback(extern "C", fallback = -1)]
type Consume = dyn FnOnce(c_int) -> c_int;

#[test]
fn a_consumed_capture_that_panics_is_a_panic_of_the_closure() {
    let ear = listen("Consume");
    let drops = Drops::new();
    let (bomb, token) = (drops.bomb(), drops.token());
    let (consume, user) = Consume::new(move |item| {
        let _both = (bomb, token);
        item
    })
    .once(keep)
    .unwrap();
    // SAFETY: the one call.
    assert_eq!(unsafe { consume(1, user) }, -1);
    assert_eq!(drops.count(), 2);
    assert_eq!(ear.faults(), [Fault::Panicked]);
}

#[test]
fn a_capture_that_panics_when_once_frees_it_is_reported() {
    let ear = listen("Work");
    let drops = Drops::new();
    let bomb = drops.bomb();
    let (work, user) = Work::new(move |item| {
        bomb.touch();
        item
    })
    .once(keep)
    .unwrap();
    // SAFETY: the one call.
    assert_eq!(unsafe { work(1, user) }, 1);
    assert_eq!(drops.count(), 1);
    assert_eq!((ear.faults(), ear.leaks()), (vec![Fault::Panicked], vec![false]));
}

#[test]
fn a_capture_that_panics_in_the_destroy_function_is_reported() {
    let ear = listen("Work");
    let drops = Drops::new();
    let (bomb, token) = (drops.bomb(), drops.token());
    let (_, user, destroy) = Work::new(move |item| {
        bomb.touch();
        token.touch();
        item
    })
    .notified(keep_all)
    .unwrap();
    // SAFETY: once, and no call follows.
    unsafe { destroy(user) };
    assert_eq!(drops.count(), 2);
    assert_eq!(ear.faults(), [Fault::Panicked]);
}

#[test]
fn a_capture_that_panics_when_c_refused_is_reported_and_the_refusal_returned() {
    let ear = listen("Work");
    let drops = Drops::new();
    let bombs = [drops.bomb(), drops.bomb()];
    let [first, second] = bombs;
    let refused = Work::new(move |item| {
        first.touch();
        item
    })
    .once(|_, _| Err::<(), _>("once"));
    assert_eq!((refused, drops.count()), (Err("once"), 1));
    let refused = Work::new(move |item| {
        second.touch();
        item
    })
    .notified(|_, _, _| Err::<(), _>("notified"));
    assert_eq!((refused, drops.count()), (Err("notified"), 2));
    assert_eq!(ear.faults(), [Fault::Panicked; 2]);
}

#[test]
fn a_hand_over_may_panic_together_with_a_capture() {
    let ear = listen("Work");
    let drops = Drops::new();
    let bomb = drops.bomb();
    let work = Work::new(move |item| {
        bomb.touch();
        item
    });
    let payload = panic_of(|| {
        work.notified(|_, user, destroy| -> Result<(), ()> {
            // SAFETY: once, and no call follows.
            unsafe { destroy(user) };
            panic!("the hand-over")
        })
    });
    assert_eq!((message(&*payload), drops.count()), ("the hand-over", 1));
    assert_eq!(ear.faults(), [Fault::Panicked]);
}

#[test]
fn a_payload_that_panics_when_the_context_is_freed_goes_no_further() {
    let ear = listen("Consume");
    let drops = Drops::new();
    let payload = drops.bomb();
    let (consume, user) = Consume::new(move |_| panic_any(payload)).once(keep).unwrap();
    // SAFETY: the one call.
    assert_eq!(unsafe { consume(1, user) }, -1);
    assert_eq!(drops.count(), 1);
    assert_eq!(ear.faults(), [Fault::Panicked]);
}

#[test]
fn payload_and_capture_may_panic_in_one_destroy_function() {
    let ear = listen("Work");
    let drops = Drops::new();
    let (bomb, mut payload) = (drops.bomb(), Some(drops.bomb()));
    let (work, user, destroy) = Work::new(move |_| {
        bomb.touch();
        panic_any(payload.take().unwrap())
    })
    .notified(keep_all)
    .unwrap();
    // SAFETY: C has not destroyed it.
    assert_eq!(unsafe { work(1, user) }, -1);
    // SAFETY: once, and no call follows.
    unsafe { destroy(user) };
    assert_eq!(drops.count(), 2);
    assert_eq!(ear.faults(), [Fault::Panicked; 2]);
}

/// A payload whose drop panics with another such payload.
struct Endless;

impl Drop for Endless {
    fn drop(&mut self) {
        panic_any(Endless);
    }
}

#[test]
fn payloads_that_panic_for_ever_come_to_an_end() {
    let ear = listen("Consume");
    let (consume, user) = Consume::new(|_| panic_any(Endless)).once(keep).unwrap();
    // SAFETY: the one call.
    assert_eq!(unsafe { consume(1, user) }, -1);
    assert_eq!(ear.faults(), [Fault::Panicked]);
}
