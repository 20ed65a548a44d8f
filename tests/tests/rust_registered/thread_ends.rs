//! The thread that registered a callback ends, and the callback remains. The "C library" is played by Rust.

use std::cell::RefCell;
use std::ffi::c_int;
use std::sync::mpsc::channel;
use std::thread;

use callback_runtime::{Fault, RawContext, RawFn, Registration};
use callback_tests::{Drops, Parts, accept, keep_reachable, listen, removed};

use crate::declared::{Flash, Tick};

type Raw<C> = Parts<RawFn<C>, RawContext<C>>;

fn tick(drops: &Drops) -> Registration<'static, Tick, c_int> {
    let token = drops.token();
    Tick::new(move |item| {
        token.touch();
        item
    })
    .register(accept, removed)
    .unwrap()
}

/// Calls on this thread.
fn call(parts: Raw<Tick>) -> c_int {
    let (tick, user) = parts.get();
    // SAFETY: C may call at any time.
    unsafe { tick(5, user) }
}

#[test]
fn a_registration_that_its_thread_leaked_answers_nobody() {
    let ear = listen("Tick");
    let drops = Drops::new();
    let parts = thread::scope(|scope| {
        let owner = scope.spawn(|| {
            let tick = tick(&drops);
            let parts = Parts::new(tick.function(), tick.context());
            assert_eq!(call(parts), 5);
            tick.leak();
            parts
        });
        owner.join().unwrap()
    });
    assert_eq!([call(parts), call(parts)], [-1, -1]);
    // A thread that begins later does not own it either.
    assert_eq!(thread::spawn(move || call(parts)).join().unwrap(), -1);
    assert_eq!((ear.faults(), drops.count()), (vec![Fault::WrongThread], 0));
    keep_reachable(parts.get().1);
}

thread_local! {
    static KEPT: RefCell<Option<Registration<'static, Tick, c_int>>> = const { RefCell::new(None) };
}

#[test]
fn a_registration_that_its_thread_keeps_ends_with_it() {
    let ear = listen("Tick");
    let drops = Drops::new();
    let parts = thread::scope(|scope| {
        let owner = scope.spawn(|| {
            let tick = tick(&drops);
            let parts = Parts::new(tick.function(), tick.context());
            KEPT.set(Some(tick));
            assert_eq!((call(parts), drops.count()), (5, 0));
            parts
        });
        owner.join().unwrap()
    });
    assert_eq!(drops.count(), 1);
    assert_eq!(ear.faults(), []);
    assert_eq!(call(parts), -1);
    assert_eq!(ear.faults(), [Fault::Expired]);
}

#[test]
fn a_registration_for_any_thread_outlives_the_thread_that_made_it() {
    let ear = listen("Flash");
    let drops = Drops::new();
    let token = drops.token();
    let (sender, registered) = channel();
    thread::spawn(move || {
        let flash: Registration<'static, Flash, c_int> = Flash::new(move |item| {
            token.touch();
            item
        })
        .register(accept, removed)
        .unwrap();
        sender.send(flash).unwrap();
    })
    .join()
    .unwrap();
    let flash = registered.recv().unwrap();
    // SAFETY: C may call at any time.
    assert_eq!(unsafe { flash.function()(5, flash.context()) }, 5);
    drop(flash);
    assert_eq!((ear.faults(), drops.count()), (vec![], 1));
}
