//! Registrations whose end or beginning fails: `unset` refuses or panics, a destructor panics, or `set`
//! panics. The "C library" is played by Rust.

use std::cell::Cell;
use std::ffi::c_int;
use std::ops::ControlFlow::{Break, Continue};

use callback_runtime::{Fault, Registration};
use callback_tests::{Drops, accept, listen, message, panic_of, removed};

use crate::declared::{Tick, Visit};

type Kept<C> = Registration<'static, C, c_int>;

macro_rules! call {
    ($registration:expr, $item:expr) => {{
        let (function, context) = ($registration.function(), $registration.context());
        // SAFETY: the context is the one that was handed over with the function.
        unsafe { function($item, context) }
    }};
}

#[test]
fn an_unset_that_fails_in_a_drop_is_reported() {
    let ear = listen("Tick");
    let drops = Drops::new();
    let token = drops.token();
    let tick: Kept<Tick> = Tick::new(move |item| {
        token.touch();
        item
    })
    .register(accept, |_, _, ()| Err(5))
    .unwrap();
    let (function, user) = (tick.function(), tick.context());
    drop(tick);
    assert_eq!((ear.faults(), drops.count()), (vec![Fault::StillRegistered], 1));
    // SAFETY: C still has the callback.
    assert_eq!(unsafe { function(1, user) }, -1);
    assert_eq!(ear.faults(), [Fault::StillRegistered, Fault::Expired]);
}

#[test]
fn an_unset_that_fails_is_an_error_of_unregister() {
    let ear = listen("Visit");
    let drops = Drops::new();
    let (token, unset) = (Cell::new(Some(drops.token())), drops.token());
    let visit: Kept<Visit<_>> = Visit::new(move |_| match token.take() {
        Some(token) => Break(token),
        None => Continue(()),
    })
    .register(accept, move |_, _, ()| {
        unset.touch();
        Err(5)
    })
    .unwrap();
    assert_eq!(call!(visit, 1), 0);
    assert_eq!(visit.unregister().err(), Some(5));
    assert_eq!((ear.faults(), drops.count()), (vec![], 2));
}

#[test]
fn an_unset_that_panics_in_a_drop_is_reported() {
    let ear = listen("Tick");
    let drops = Drops::new();
    let token = drops.token();
    let tick: Kept<Tick> = Tick::new(move |item| {
        token.touch();
        item
    })
    .register(accept, |_, _, ()| panic!("not now"))
    .unwrap();
    drop(tick);
    assert_eq!((ear.faults(), drops.count()), (vec![Fault::StillRegistered], 1));
}

#[test]
fn an_unset_that_panics_goes_on_out_of_unregister() {
    let ear = listen("Tick");
    let drops = Drops::new();
    let token = drops.token();
    let tick: Kept<Tick> = Tick::new(move |item| {
        token.touch();
        item
    })
    .register(accept, |_, _, ()| panic!("not now"))
    .unwrap();
    let payload = panic_of(|| tick.unregister());
    assert_eq!((message(&*payload), drops.count()), ("not now", 1));
    assert_eq!(ear.faults(), []);
}

#[test]
fn a_set_that_panics_takes_the_closure_along() {
    let ear = listen("Tick");
    let drops = Drops::new();
    let token = drops.token();
    let mut kept = None;
    let payload = panic_of(|| {
        let tick = Tick::new(move |item| {
            token.touch();
            item
        });
        tick.register(
            |tick, user| {
                kept = Some((tick, user));
                panic!("not at all")
            },
            |_, _, ()| Ok::<_, c_int>(()),
        )
    });
    assert_eq!((message(&*payload), drops.count()), ("not at all", 1));
    let (tick, user) = kept.unwrap();
    // SAFETY: C may call at any time, if it has the callback.
    assert_eq!(unsafe { tick(1, user) }, -1);
    assert_eq!(ear.faults(), [Fault::Expired]);
}

#[test]
fn a_capture_that_panics_when_it_is_dropped() {
    let ear = listen("Tick");
    let drops = Drops::new();
    let (bomb, token) = (drops.bomb(), drops.token());
    let tick: Kept<Tick> = Tick::new(move |item| {
        bomb.touch();
        token.touch();
        item
    })
    .register(accept, removed)
    .unwrap();
    drop(tick);
    assert_eq!((ear.faults(), drops.count()), (vec![Fault::Panicked], 2));

    let bomb = drops.bomb();
    let refused = Tick::new(move |item| {
        bomb.touch();
        item
    })
    .register(|_, _| Err(3), |_, _, ()| Ok(()));
    assert_eq!(refused.err(), Some(3));
    assert_eq!((ear.faults(), drops.count()), (vec![Fault::Panicked; 2], 3));
}

#[test]
fn a_capture_that_unregisters_another_when_it_is_dropped() {
    let drops = Drops::new();
    let inner_token = drops.token();
    let inner: Kept<Tick> = Tick::new(move |item| {
        inner_token.touch();
        item
    })
    .register(accept, removed)
    .unwrap();
    let outer: Kept<Tick> =
        Tick::new(move |item| call!(inner, item) + 1).register(accept, removed).unwrap();
    assert_eq!(call!(outer, 1), 2);
    drop(outer);
    assert_eq!(drops.count(), 1);
}

#[test]
fn unset_may_unregister_another() {
    let drops = Drops::new();
    let token = drops.token();
    let other: Kept<Tick> = Tick::new(move |item| {
        token.touch();
        item
    })
    .register(accept, removed)
    .unwrap();
    let one: Kept<Tick> =
        Tick::new(|item| item).register(accept, move |_, _, ()| other.unregister()).unwrap();
    assert_eq!((one.unregister(), drops.count()), (Ok(()), 1));
}

#[test]
fn a_registration_is_dropped_by_a_panic() {
    let ear = listen("Tick");
    let drops = Drops::new();
    let token = drops.token();
    let payload = panic_of(|| {
        let _tick: Kept<Tick> = Tick::new(move |item| {
            token.touch();
            item
        })
        .register(accept, |_, _, ()| panic!("a second one"))
        .unwrap();
        panic!("the first one")
    });
    assert_eq!((message(&*payload), drops.count()), ("the first one", 1));
    assert_eq!(ear.faults(), [Fault::StillRegistered]);
}
