//! `owned`: C may call for as long as a value lives, and no function unregisters the callback. The "C
//! library" is played by Rust.

use std::cell::{Cell, RefCell};
use std::ffi::{c_int, c_void};
use std::ops::ControlFlow::{self, Break, Continue};
use std::rc::Rc;

use callback_runtime::{Fault, Owned, RawFn};
use callback_tests::{Drops, keep_reachable, listen, message};

use crate::declared::{ByNumber, Flash, Spark, Tick, Tock, Try, Visit};

/// The place where a closure finds the value that owns it.
type Place<C> = Rc<RefCell<Option<Owned<C>>>>;

macro_rules! ring {
    ($owned:expr, $item:expr) => {{
        let (function, context) = ($owned.function(), $owned.context());
        // SAFETY: the context is the one that came with the function.
        unsafe { function($item, context) }
    }};
}

/// The tests that are the same for each kind: calls, a panic, leaks, and the end.
macro_rules! of_each_kind {
    ($($module:ident: $name:ident;)*) => {$(
        mod $module {
            use super::*;

            /// A closure that counts its drops, and panics at 13.
            fn owned(drops: &Drops) -> Owned<$name> {
                let token = drops.token();
                $name::new(move |item| {
                    token.touch();
                    assert_ne!(item, 13, "out of luck");
                    item
                })
                .owned()
            }

            #[test]
            fn c_calls_as_long_as_it_lives() {
                let ear = listen(stringify!($name));
                let drops = Drops::new();
                let (first, second) = (owned(&drops), owned(&drops));
                assert_eq!([1, 2].map(|item| ring!(first, item)), [1, 2]);
                let (function, user) = (first.function(), first.context());
                assert_eq!((drops.count(), first.fault()), (0, None));
                drop(first);
                assert_eq!((drops.count(), ear.faults()), (1, vec![]));
                // SAFETY: C may call late.
                assert_eq!([3, 4].map(|item| unsafe { function(item, user) }), [-1, -1]);
                assert_eq!(ear.faults(), [Fault::Expired; 2]);
                assert_eq!((ring!(second, 5), drops.count()), (5, 1));
                second.release();
                assert_eq!(drops.count(), 2);
            }

            #[test]
            fn a_panic_waits_for_its_owner() {
                let ear = listen(stringify!($name));
                let drops = Drops::new();
                let panics = owned(&drops);
                assert_eq!([1, 13, 2].map(|item| ring!(panics, item)), [1, -1, -1]);
                assert_eq!((panics.fault(), drops.count()), (Some(Fault::Panicked), 0));
                let payload = panics.take_panic().unwrap();
                assert!(message(&*payload).contains("out of luck"));
                assert!(panics.take_panic().is_none());
                assert_eq!(panics.fault(), Some(Fault::Panicked));
                drop(panics);
                assert_eq!((drops.count(), ear.faults()), (1, vec![Fault::Panicked]));
            }

            #[test]
            fn what_is_leaked_or_forgotten_answers() {
                let ear = listen(stringify!($name));
                let drops = Drops::new();
                let (function, user) = owned(&drops).leak();
                // SAFETY: C may call at any time.
                assert_eq!([5, 6].map(|item| unsafe { function(item, user) }), [5, 6]);
                let forgotten = owned(&drops);
                let (function, user) = (forgotten.function(), forgotten.context());
                std::mem::forget(forgotten);
                // SAFETY: C may call at any time.
                assert_eq!([7, 8].map(|item| unsafe { function(item, user) }), [7, 8]);
                keep_reachable(user);
                assert_eq!((drops.count(), ear.faults()), (0, vec![]));
            }

            #[test]
            fn a_capture_that_panics_when_it_is_dropped() {
                let ear = listen(stringify!($name));
                let drops = Drops::new();
                let (bomb, token) = (drops.bomb(), drops.token());
                let owned = $name::new(move |item| {
                    bomb.touch();
                    token.touch();
                    item
                })
                .owned();
                assert_eq!(ring!(owned, 5), 5);
                drop(owned);
                assert_eq!((drops.count(), ear.faults()), (2, vec![Fault::Panicked]));
            }
        }
    )*};
}

of_each_kind! {
    fn_mut: Tick;
    fn_shared: Tock;
    fn_mut_send: Spark;
    fn_send_sync: Flash;
}

/// This holds for two values, for an integer as user data, and for successive callbacks in one place of the table.
#[test]
fn its_user_data_is_a_handle() {
    let ear = listen("ByNumber");
    let (align, bits) = if usize::BITS == 64 { (16, 47) } else { (8, 32) };
    let mut seen = Vec::new();
    for round in 0..100 {
        let (owned, other) =
            (ByNumber::new(move |item| item + round).owned(), ByNumber::new(|_| 0).owned());
        // SAFETY: the context is the one that came with the function.
        assert_eq!(unsafe { owned.function()(owned.context(), 1) }, round + 1);
        for handle in [owned.context(), other.context()] {
            assert_eq!((handle % align, handle.checked_shr(bits).unwrap_or(0)), (0, 0));
            assert!(!seen.contains(&handle), "{handle:#x}");
            seen.push(handle);
        }
    }
    assert_eq!(ear.faults(), []);
}

#[test]
fn what_escapes_comes_back() {
    let ear = listen("Visit");
    let drops = Drops::new();
    let mut token = Some(drops.token());
    let visit = Visit::new(move |item| match token.take() {
        Some(token) if item == 2 => Break(token),
        kept => {
            token = kept;
            Continue(())
        }
    })
    .owned();
    assert_eq!([1, 2, 3].map(|item| ring!(visit, item)), [1, 0, 1]);
    let escaped = visit.release();
    assert_eq!((escaped.is_break(), drops.count()), (true, 0));
    drop(escaped);
    let none: ControlFlow<(), ()> = Visit::new(|_| Continue(())).owned().release();
    assert_eq!(none, Continue(()));
    let fails = Try::new(|item| Err(format!("item {item}"))).owned();
    assert_eq!([ring!(fails, 1), ring!(fails, 2)], [1, 1]);
    assert_eq!(fails.release(), Err("item 1".to_owned()));
    assert_eq!((drops.count(), ear.faults()), (1, vec![]));
}

#[test]
fn what_escapes_and_is_not_fetched_is_dropped_whatever_its_drop_does() {
    let ear = listen("Visit");
    let drops = Drops::new();
    let mut bomb = Some(drops.bomb());
    let visit = Visit::new(move |_| bomb.take().map_or(Continue(()), Break)).owned();
    assert_eq!(ring!(visit, 1), 0);
    drop(visit);
    assert_eq!((drops.count(), ear.faults()), (1, vec![]));
}

#[test]
fn it_is_running_inside_its_calls() {
    let place = Place::<Tock>::default();
    let own = Rc::clone(&place);
    let tock = Tock::new(move |item| {
        let running = own.borrow().as_ref().is_some_and(Owned::is_running);
        if item == 0 {
            c_int::from(running)
        } else {
            ring!(own.borrow().as_ref().unwrap(), item - 1)
        }
    })
    .owned();
    let (function, user) = (tock.function(), tock.context());
    assert!(!tock.is_running());
    place.replace(Some(tock));
    // SAFETY: C may call at any time.
    assert_eq!([0, 2].map(|item| unsafe { function(item, user) }), [1, 1]);
    assert!(!place.borrow().as_ref().unwrap().is_running());
    // The closure shares the place.
    drop(place.take());
    assert_eq!(Rc::strong_count(&place), 1);
}

#[test]
fn a_call_from_inside_is_refused_if_it_is_exclusive() {
    let ear = listen("Tick");
    let parts = Rc::new(Cell::new(None::<(RawFn<Tick>, *mut c_void)>));
    let own = Rc::clone(&parts);
    let tick = Tick::new(move |item| {
        let (tick, user) = own.get().unwrap();
        // SAFETY: C may call at any time.
        item + unsafe { tick(item, user) }
    })
    .owned();
    parts.set(Some((tick.function(), tick.context())));
    assert_eq!([ring!(tick, 10), ring!(tick, 20)], [9, 19]);
    assert_eq!((tick.fault(), ear.faults()), (Some(Fault::Reentered), vec![Fault::Reentered]));
}

#[test]
fn a_callback_that_drops_what_owns_it_outlives_its_call() {
    let ear = listen("Tick");
    let drops = Drops::new();
    let place = Place::<Tick>::default();
    let (own, token) = (Rc::clone(&place), drops.token());
    let tick = Tick::new(move |item| {
        let owned = own.take();
        drop(owned);
        // Its captures are still there.
        token.touch();
        item
    })
    .owned();
    let (function, user) = (tick.function(), tick.context());
    place.replace(Some(tick));
    // SAFETY: C may call at any time.
    assert_eq!([20, 30].map(|item| unsafe { function(item, user) }), [20, -1]);
    assert_eq!((drops.count(), Rc::strong_count(&place)), (1, 1));
    assert_eq!(ear.faults(), [Fault::Expired]);
}

#[test]
fn it_gives_itself_what_has_escaped_until_then() {
    let place = Place::<Visit<c_int>>::default();
    let (own, got) = (Rc::clone(&place), Rc::new(Cell::new(None)));
    let log = Rc::clone(&got);
    let visit = Visit::new(move |item| {
        if item == 2 {
            let owned = own.take().unwrap();
            log.set(Some(owned.release()));
        }
        Break(item)
    })
    .owned();
    let (function, user) = (visit.function(), visit.context());
    place.replace(Some(visit));
    // SAFETY: C may call at any time.
    assert_eq!([1, 2].map(|item| unsafe { function(item, user) }), [0, 0]);
    assert_eq!(got.get(), Some(Break(1)));
}

#[test]
fn a_capture_may_drop_what_owns_another_one() {
    let drops = Drops::new();
    let (token, inner) = (drops.token(), drops.token());
    let other = Tock::new(move |item| {
        inner.touch();
        item + 1
    })
    .owned();
    let outer = Tick::new(move |item| {
        token.touch();
        ring!(other, item)
    })
    .owned();
    assert_eq!(ring!(outer, 5), 6);
    drop(outer);
    assert_eq!(drops.count(), 2);
}

#[test]
fn null_and_what_never_was_a_handle_reach_nothing() {
    let ear = listen("Flash");
    let flash = Flash::new(|item| item).owned();
    let call = |address| {
        // SAFETY: the function looks up any context.
        unsafe { flash.function()(5, std::ptr::without_provenance_mut(address)) }
    };
    let odd = flash.context().addr() + 1;
    assert_eq!([0, odd, usize::MAX].map(call), [-1; 3]);
    assert_eq!(ear.faults(), [Fault::InvalidArgument, Fault::Expired, Fault::Expired]);
    assert_eq!((ring!(flash, 5), flash.fault()), (5, None));
}

#[test]
fn it_shows_its_name_and_its_fault() {
    let _ear = listen("Tick");
    let tick = Tick::new(|_| panic!("not now")).owned();
    let shown = format!("{tick:?}");
    assert!(shown.starts_with("Owned(callback `Tick` declared at tests/"), "{shown}");
    assert_eq!(ring!(tick, 1), -1);
    assert!(format!("{tick:?}").ends_with(": the closure panicked)"), "{tick:?}");
}
