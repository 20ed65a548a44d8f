//! The value that `set` returns is the one that `unset` gets. The "C library" is played by Rust.

use std::cell::{Cell, RefCell};
use std::ffi::c_int;
use std::panic::{AssertUnwindSafe, catch_unwind, panic_any};
use std::rc::Rc;

use callback_runtime::{Dispatcher, Fault, Registration};
use callback_tests::{Drops, listen, message, panic_of};

use crate::declared::{Flash, Spark, Tick, Tock};
use crate::numbered::{Library, Number};

macro_rules! ring {
    ($registration:expr, $item:expr) => {{
        let (function, context) = ($registration.function(), $registration.context());
        // SAFETY: the context is the one that was handed over with the function.
        unsafe { function($item, context) }
    }};
}

/// Registers a closure that counts its drops, with an `unset` that borrows the library and the counter. Ends it in
/// each way.
macro_rules! of_each_kind {
    ($($test:ident: $name:ident;)*) => {$(
        #[test]
        fn $test() {
            let (library, closures) = (Library::default(), Drops::new());
            let (numbers, captures) = (Drops::new(), Drops::new());
            let register = || {
                let (token, capture) = (closures.token(), captures.token());
                let closure = move |item| {
                    token.touch();
                    item
                };
                $name::new(closure).register(
                    |_, _| Ok(library.add(&numbers)),
                    |_, _, number: Number| {
                        // Both have lived until now.
                        capture.touch();
                        assert_eq!(numbers.count(), captures.count());
                        drop(capture);
                        library.remove(&number)
                    },
                )
            };
            let (first, second) = (register().unwrap(), register().unwrap());
            assert_eq!((ring!(first, 5), ring!(second, 6)), (5, 6));
            assert_eq!((numbers.count(), captures.count()), (0, 0));
            drop(second);
            assert_eq!((library.removed(), numbers.count(), closures.count()), (vec![71], 1, 1));
            assert_eq!((first.unregister(), library.removed()), (Ok(()), vec![71, 70]));
            assert_eq!((numbers.count(), captures.count(), closures.count()), (2, 2, 2));

            register().unwrap().leak();
            assert_eq!((library.removed(), numbers.count()), (vec![71, 70], 2));
            assert_eq!((captures.count(), closures.count()), (2, 2));
        }
    )*};
}

of_each_kind! {
    unset_gets_what_set_returned_of_a_fn_mut: Tick;
    unset_gets_what_set_returned_of_a_fn: Tock;
    unset_gets_what_set_returned_of_a_fn_mut_send: Spark;
    unset_gets_what_set_returned_of_a_fn_send_sync: Flash;
}

#[test]
fn unset_gets_what_set_returned_of_a_dispatched_closure() {
    let (library, numbers) = (Library::default(), Drops::new());
    let dispatcher = Dispatcher::new(1);
    let tick = Tick::new(|item| item)
        .dispatch(&dispatcher)
        .register(|_, _| Ok(library.add(&numbers)), |_, _, number| library.remove(&number))
        .unwrap();
    assert_eq!((ring!(tick, 5), numbers.count()), (5, 0));
    drop(tick);
    assert_eq!((library.removed(), numbers.count()), (vec![70], 1));
}

/// Its type may have no size, be large, be a closure, or borrow a value that `set` has created.
#[test]
fn set_returns_anything() {
    let large: Registration<'_, _, c_int> = Tick::new(|item| item)
        .register(|_, _| Ok([7; 100]), |_, _, all: [c_int; 100]| Err(all.iter().sum()))
        .unwrap();
    assert_eq!(large.unregister(), Err(700));

    let seen = Cell::new(0);
    let tick = Tick::new(|item| item);
    let closure: Registration<'_, _, c_int> = tick
        .register(
            |_, user| Ok(move || user.addr()),
            |_, _, user| {
                seen.set(user());
                Ok(())
            },
        )
        .unwrap();
    let handle = closure.context().addr();
    assert_eq!((closure.unregister(), seen.get()), (Ok(()), handle));

    let name = String::from("second");
    let borrows: Registration<'_, _, &str> = Tick::new(|item| item)
        .register(|_, _| Ok(name.as_str()), |_, _, name: &str| Err(&name[..3]))
        .unwrap();
    assert_eq!(borrows.unregister(), Err("sec"));
    drop(name);
}

#[test]
fn what_set_has_not_returned_unset_does_not_get() {
    let (closures, captures) = (Drops::new(), Drops::new());
    let tick = |set: fn() -> Result<Number, c_int>| {
        let (token, capture) = (closures.token(), captures.token());
        Tick::new(move |item| {
            token.touch();
            item
        })
        .register(
            move |_, _| set(),
            move |_, _, _| {
                capture.touch();
                unreachable!("it was never set")
            },
        )
    };
    assert_eq!(tick(|| Err(3)).err(), Some(3));
    assert_eq!((closures.count(), captures.count()), (1, 1));
    let payload = panic_of(|| tick(|| panic!("not at all")));
    assert_eq!(message(&*payload), "not at all");
    assert_eq!((closures.count(), captures.count()), (2, 2));
}

#[test]
fn an_unset_that_panics_or_fails_drops_what_it_got() {
    let ear = listen("Tick");
    let (closures, numbers, library) = (Drops::new(), Drops::new(), Library::default());
    let register = |unset: fn(Number) -> Result<(), c_int>| {
        let token = closures.token();
        let closure = move |item| {
            token.touch();
            item
        };
        let set = |_, _| Ok(library.add(&numbers));
        Tick::new(closure).register(set, move |_, _, number| unset(number)).unwrap()
    };
    let panics = register(|number| panic_any(number.0));
    let payload = catch_unwind(AssertUnwindSafe(|| panics.unregister())).unwrap_err();
    assert_eq!(*payload.downcast::<c_int>().unwrap(), 70);
    assert_eq!((closures.count(), numbers.count(), ear.faults()), (1, 1, vec![]));
    drop(register(|number| panic_any(number.0)));
    assert_eq!((closures.count(), numbers.count()), (2, 2));
    drop(register(|number| Err(number.0)));
    assert_eq!((closures.count(), numbers.count()), (3, 3));
    assert_eq!(ear.faults(), [Fault::StillRegistered; 2]);
    assert_eq!(register(|number| Err(number.0)).unregister(), Err(73));
    assert_eq!((closures.count(), numbers.count()), (4, 4));
}

/// The drop of the value is a part of `unset`, and so is the panic of that drop.
#[test]
fn what_unset_got_may_panic_when_it_is_dropped() {
    let ear = listen("Tick");
    let (bombs, closures) = (Drops::new(), Drops::new());
    let register = || {
        let token = closures.token();
        let tick = Tick::new(move |item| {
            token.touch();
            item
        });
        tick.register(|_, _| Ok::<_, c_int>(bombs.bomb()), |_, _, _bomb| Ok(())).unwrap()
    };
    let payload = panic_of(|| register().unregister());
    assert_eq!((message(&*payload), bombs.count()), ("a bomb was dropped", 1));
    assert_eq!((closures.count(), ear.faults()), (1, vec![]));
    drop(register());
    assert_eq!((bombs.count(), closures.count()), (2, 2));
    assert_eq!(ear.faults(), [Fault::StillRegistered]);
}

#[test]
fn a_callback_that_unregisters_itself_gives_unset_what_set_returned() {
    let drops = Drops::new();
    let place = Rc::new(RefCell::new(None::<Registration<'static, Tick, c_int>>));
    let (own, seen) = (Rc::clone(&place), Rc::new(Cell::new(0)));
    let (told, token) = (Rc::clone(&seen), drops.token());
    let tick = Tick::new(move |item| {
        let registration = own.take();
        drop(registration);
        // Its captures are still there.
        token.touch();
        item
    })
    .register(
        |_, _| Ok(9),
        move |_, _, number| {
            told.set(number);
            Ok(())
        },
    )
    .unwrap();
    let (function, user) = (tick.function(), tick.context());
    place.replace(Some(tick));
    // SAFETY: the callback is registered.
    assert_eq!(unsafe { function(5, user) }, 5);
    assert_eq!((seen.get(), drops.count(), Rc::strong_count(&place)), (9, 1, 1));
}

/// C may call the closure while `unset` runs, and the closure may share the value that `unset` borrows.
#[test]
fn c_may_call_while_it_is_told_by_what_it_gave() {
    let calls = Rc::new(Cell::new(0));
    let own = Rc::clone(&calls);
    let borrowed = &calls;
    let tick: Registration<'_, Tick, c_int> = Tick::new(move |item| {
        own.set(own.get() + 1);
        item
    })
    .register(
        // SAFETY: C calls what it gets.
        |tick, user| Ok((tick, user, unsafe { tick(1, user) })),
        |tick, user, (tick_then, user_then, answer)| {
            assert_eq!((user, answer, borrowed.get()), (user_then, 1, 1));
            // SAFETY: as above.
            assert_eq!((unsafe { tick(2, user) }, unsafe { tick_then(3, user) }), (2, 3));
            Ok(())
        },
    )
    .unwrap();
    assert_eq!((tick.unregister(), calls.get()), (Ok(()), 3));
}
