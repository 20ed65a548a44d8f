//! Registrations that end on their own thread: inside their own callback, or inside another. The "C library"
//! is played by Rust.

use std::cell::{Cell, RefCell};
use std::ffi::c_int;
use std::ops::ControlFlow::Break;
use std::rc::Rc;

use callback_runtime::{Fault, Registration};
use callback_tests::{Drops, accept, listen, removed};

use crate::declared::{Tick, Tock, Visit};

type Kept<C> = Registration<'static, C, c_int>;

/// The place where a closure finds its own registration, or that of another.
type Place<C> = Rc<RefCell<Option<Kept<C>>>>;

macro_rules! call {
    ($registration:expr, $item:expr) => {{
        let (function, context) = ($registration.function(), $registration.context());
        // SAFETY: the context is the one that was handed over with the function.
        unsafe { function($item, context) }
    }};
}

/// Fills a place, and returns the parts that C has.
macro_rules! put {
    ($place:expr, $registration:expr) => {{
        let registration = $registration;
        let parts = (registration.function(), registration.context());
        *$place.borrow_mut() = Some(registration);
        parts
    }};
}

#[test]
fn a_callback_that_unregisters_itself_outlives_its_call() {
    let ear = listen("Tick");
    let drops = Drops::new();
    let (own, unset) = (Place::<Tick>::default(), Rc::new(Cell::new(0)));
    let (place, token, told) = (Rc::clone(&own), drops.token(), Rc::clone(&unset));
    let one_shot = Tick::new(move |item| {
        drop(place.take());
        // Its captures are still there.
        token.touch();
        item + told.get()
    })
    .register(accept, {
        let told = Rc::clone(&unset);
        move |_, _, ()| {
            told.set(told.get() + 1);
            Ok(())
        }
    })
    .unwrap();
    let (tick, user) = put!(own, one_shot);
    // SAFETY: the second call is a late one.
    assert_eq!(unsafe { tick(20, user) }, 21);
    assert_eq!(drops.count(), 1);
    // SAFETY: as above.
    assert_eq!(unsafe { tick(20, user) }, -1);
    assert_eq!(ear.faults(), [Fault::Expired]);
    assert_eq!((unset.get(), Rc::strong_count(&own)), (1, 1));
}

#[test]
fn nothing_is_entered_after_it_has_unregistered_itself() {
    let ear = listen("Tock");
    let own = Place::<Tock>::default();
    let place = Rc::clone(&own);
    let parts = Rc::new(Cell::new(None));
    let found = Rc::clone(&parts);
    let tock = Tock::new(move |item| {
        drop(place.take());
        let (tock, user): (callback_runtime::RawFn<Tock>, _) = found.get().unwrap();
        // SAFETY: a late call, from inside the last call in time.
        item + unsafe { tock(item, user) }
    })
    .register(accept, removed)
    .unwrap();
    let (tock, user) = put!(own, tock);
    parts.set(Some((tock, user)));
    // SAFETY: the callback is registered.
    assert_eq!(unsafe { tock(10, user) }, 9);
    assert_eq!(ear.faults(), [Fault::Expired]);
}

#[test]
fn the_outermost_call_drops() {
    let drops = Drops::new();
    let own = Place::<Tock>::default();
    let (place, token, ends) = (Rc::clone(&own), drops.token(), drops.count());
    let depth = Rc::new(Cell::new(0));
    let parts = Rc::new(Cell::new(None));
    let (found, seen) = (Rc::clone(&parts), Rc::new(RefCell::new(Vec::new())));
    let log = Rc::clone(&seen);
    let count = Rc::new(move || drops.count());
    let counted = Rc::clone(&count);
    let tock = Tock::new(move |item| {
        token.touch();
        depth.set(depth.get() + 1);
        if item > 0 {
            let (tock, user): (callback_runtime::RawFn<Tock>, _) = found.get().unwrap();
            // SAFETY: the callback is registered.
            unsafe { tock(item - 1, user) };
        } else {
            drop(place.take());
        }
        log.borrow_mut().push(counted());
        depth.get()
    })
    .register(accept, removed)
    .unwrap();
    let (tock, user) = put!(own, tock);
    parts.set(Some((tock, user)));
    // SAFETY: the callback is registered.
    assert_eq!(unsafe { tock(3, user) }, 4);
    assert_eq!((ends, seen.take(), count()), (0, vec![0; 4], 1));
}

#[test]
fn it_gives_itself_what_has_escaped_until_then() {
    let own = Place::<Visit<c_int>>::default();
    let got = Rc::new(RefCell::new(Vec::new()));
    let (place, log) = (Rc::clone(&own), Rc::clone(&got));
    let visit = Visit::new(move |item| {
        if item == 2 {
            log.borrow_mut().push(place.take().unwrap().unregister());
        }
        Break(item)
    })
    .register(accept, removed)
    .unwrap();
    let (visit, user) = put!(own, visit);
    // SAFETY: the callback is registered.
    assert_eq!([1, 2].map(|item| unsafe { visit(item, user) }), [0, 0]);
    assert_eq!(got.take(), [Ok(Break(1))]);
}

#[test]
fn a_panic_after_it_has_unregistered_itself() {
    let ear = listen("Tick");
    let drops = Drops::new();
    let own = Place::<Tick>::default();
    let (place, token) = (Rc::clone(&own), drops.token());
    let tick = Tick::new(move |item| {
        drop(place.take());
        token.touch();
        panic!("item {item}")
    })
    .register(accept, removed)
    .unwrap();
    let (tick, user) = put!(own, tick);
    // SAFETY: the callback is registered.
    assert_eq!(unsafe { tick(1, user) }, -1);
    assert_eq!((ear.faults(), drops.count()), (vec![Fault::Panicked], 1));
}

#[test]
fn two_callbacks_drop_each_others_registrations() {
    let drops = Drops::new();
    let (first, second) = (Place::<Tock>::default(), Place::<Tock>::default());
    let other_of = |own: &Place<Tock>, other: &Place<Tock>| {
        let (own, other, token) = (Rc::clone(own), Rc::clone(other), drops.token());
        Tock::new(move |item| {
            token.touch();
            let Some(other) = other.take() else {
                drop(own.take());
                return item;
            };
            // The other one finds this one's registration, calls this, and drops it.
            let sum = item + call!(other, item + 1);
            drop(other);
            sum
        })
        .register(accept, removed)
        .unwrap()
    };
    let (tock, user) = put!(first, other_of(&first, &second));
    put!(second, other_of(&second, &first));
    // SAFETY: the callback is registered.
    assert_eq!(unsafe { tock(1, user) }, 1 + 2 + 3);
    assert_eq!(drops.count(), 2);
    assert!(first.borrow().is_none() && second.borrow().is_none());
}
