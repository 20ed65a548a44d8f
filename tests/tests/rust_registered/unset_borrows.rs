//! `unset` may borrow, and what it borrows outlives the registration. The "C library" is played by Rust.

use std::cell::{Cell, RefCell};
use std::ffi::c_int;
use std::ops::ControlFlow::{self, Break};
use std::sync::Mutex;
use std::thread;

use callback_runtime::Registration;
use callback_tests::{Drops, accept, keep_reachable, listen, removed};

use crate::declared::{Flash, Tick, Visit};
use crate::numbered::{Library, Number};

macro_rules! ring {
    ($registration:expr, $item:expr) => {{
        let (function, context) = ($registration.function(), $registration.context());
        // SAFETY: the context is the one that was handed over with the function.
        unsafe { function($item, context) }
    }};
}

#[test]
fn what_unset_borrows_is_used_meanwhile_and_afterwards() {
    let log = RefCell::new(vec!["open"]);
    let library = Cell::new(1);
    {
        let _tick: Registration<'_, Tick, c_int> = Tick::new(|item| item)
            .register(
                |_, _| {
                    log.borrow_mut().push("set");
                    Ok(&library)
                },
                |_, _, library| {
                    log.borrow_mut().push("unset");
                    library.set(library.get() + 10);
                    Ok(())
                },
            )
            .unwrap();
        log.borrow_mut().push("registered");
        library.set(2);
    }
    log.borrow_mut().push("closed");
    assert_eq!(log.into_inner(), ["open", "set", "registered", "unset", "closed"]);
    assert_eq!(library.get(), 12);
}

/// The closure borrows nothing, so C may call after what `unset` has borrowed is gone.
#[test]
fn a_registration_that_is_forgotten_never_unsets_and_answers_all_the_same() {
    let ear = listen("Tick");
    let drops = Drops::new();
    let (token, numbers) = (drops.token(), Drops::new());
    let mut parts = None;
    {
        let local = Library::default();
        let tick: Registration<'_, Tick, c_int> = Tick::new(move |item| {
            token.touch();
            item
        })
        .register(
            |_, _| Ok::<_, c_int>(local.add(&numbers)),
            |_, _, _| unreachable!("it is forgotten"),
        )
        .unwrap();
        parts = parts.or(Some((tick.function(), tick.context())));
        // This does what `mem::forget` does, except that a leak checker finds the value.
        keep_reachable(Box::into_raw(Box::new(tick)));
    }
    let (tick, user) = parts.unwrap();
    // SAFETY: C may call at any time.
    assert_eq!([5, 6].map(|item| unsafe { tick(item, user) }), [5, 6]);
    assert_eq!((drops.count(), numbers.count(), ear.faults()), (0, 0, vec![]));
}

#[test]
fn it_moves_to_another_thread_with_what_unset_borrows_and_gets() {
    let (library, numbers, closures) = (Library::default(), Drops::new(), Drops::new());
    let (token, unset_on) = (closures.token(), Mutex::new(None));
    let flash: Registration<'_, Flash, c_int> = Flash::new(move |item| {
        token.touch();
        item
    })
    .register(
        |_, _| Ok(library.add(&numbers)),
        |_, _, number: Number| {
            *unset_on.lock().unwrap() = Some(thread::current().id());
            library.remove(&number)
        },
    )
    .unwrap();
    let other = thread::scope(|scope| {
        let other = scope.spawn(move || {
            assert_eq!(ring!(flash, 5), 5);
            drop(flash);
            thread::current().id()
        });
        other.join().unwrap()
    });
    assert_eq!(unset_on.into_inner().unwrap(), Some(other));
    assert_eq!((library.removed(), numbers.count(), closures.count()), (vec![70], 1, 1));
}

#[test]
fn what_escaped_comes_back_whatever_unset_borrows() {
    let drops = Drops::new();
    let mut first = Some(drops.token());
    let (told, fails) = (Cell::new(0), Cell::new(false));
    let mut register = || {
        let mut token = Some(first.take().unwrap_or_else(|| drops.token()));
        Visit::new(move |_| token.take().map_or(ControlFlow::Continue(()), Break))
            .register(accept, |_, _, ()| {
                told.set(told.get() + 1);
                if fails.get() { Err(told.get()) } else { Ok(()) }
            })
            .unwrap()
    };
    let visit = register();
    assert_eq!(ring!(visit, 1), 0);
    let escaped = visit.unregister().unwrap().break_value();
    assert_eq!((escaped.is_some(), told.get(), drops.count()), (true, 1, 0));
    drop(escaped);
    let visit = register();
    assert_eq!(ring!(visit, 1), 0);
    fails.set(true);
    assert!(matches!(visit.unregister(), Err(2)));
    assert_eq!(drops.count(), 2);
}

/// A registration that borrows for longer can be used as one that borrows for less.
#[test]
fn its_lifetime_can_be_shortened() {
    fn shorten<'a>(
        long: Registration<'static, Tick, c_int>,
        _: &'a Cell<u8>,
    ) -> Registration<'a, Tick, c_int> {
        long
    }
    let local = Cell::new(0);
    let tick = shorten(Tick::new(|item| item).register(accept, removed).unwrap(), &local);
    assert_eq!(ring!(tick, 5), 5);
}
