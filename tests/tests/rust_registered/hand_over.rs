//! `register`: C calls until the callback is unregistered, and perhaps later. The "C library" is played by
//! Rust.

use std::cell::{Cell, RefCell};
use std::ffi::c_int;
use std::ops::ControlFlow::{Break, Continue};
use std::rc::Rc;

use callback_runtime::{Fault, Registration};
use callback_tests::{Drops, accept, listen, removed};

use crate::declared::{ByNumber, Flash, Spark, Tick, Tock, Try, Visit};

type Kept<C> = Registration<'static, C, c_int>;

macro_rules! call {
    ($registration:expr, $item:expr) => {{
        let (function, context) = ($registration.function(), $registration.context());
        // SAFETY: the context is the one that was handed over with the function.
        unsafe { function(context, $item) }
    }};
}

/// The same, with the context as the last parameter.
macro_rules! ring {
    ($registration:expr, $item:expr) => {{
        let (function, context) = ($registration.function(), $registration.context());
        // SAFETY: the context is the one that was handed over with the function.
        unsafe { function($item, context) }
    }};
}

#[test]
fn c_calls_until_the_registration_is_dropped() {
    let ear = listen("Tick");
    let drops = Drops::new();
    let (token, mut total) = (drops.token(), 0);
    let told = Rc::new(RefCell::new(Vec::new()));
    let (set, unset) = (Rc::clone(&told), Rc::clone(&told));
    let tick: Kept<Tick> = Tick::new(move |item| {
        token.touch();
        total += item;
        total
    })
    .register(
        move |tick, user| {
            set.borrow_mut().push((tick as usize, user.addr()));
            Ok(())
        },
        move |tick, user, ()| {
            unset.borrow_mut().push((tick as usize, user.addr()));
            Ok(())
        },
    )
    .unwrap();
    let (function, user) = (tick.function(), tick.context());
    assert_eq!([1, 2, 3].map(|item| ring!(tick, item)), [1, 3, 6]);
    assert_eq!((drops.count(), told.borrow().len()), (0, 1));
    drop(tick);
    assert_eq!(drops.count(), 1);
    assert_eq!(*told.borrow(), [(function as usize, user.addr()); 2]);
    // SAFETY: a registered callback may be called late.
    assert_eq!([4, 5].map(|item| unsafe { function(item, user) }), [-1, -1]);
    assert_eq!(ear.faults(), [Fault::Expired; 2]);
}

#[test]
fn an_integer_carries_a_handle() {
    let number: Kept<ByNumber> = ByNumber::new(|item| item * 2).register(accept, removed).unwrap();
    assert_eq!(call!(number, 21), 42);
}

#[test]
fn c_may_call_while_it_is_told() {
    let drops = Drops::new();
    let (token, seen) = (drops.token(), Rc::new(RefCell::new(Vec::new())));
    let own = Rc::clone(&seen);
    let tick: Kept<Tick> = Tick::new(move |item| {
        token.touch();
        own.borrow_mut().push(item);
        item
    })
    .register(
        // SAFETY: C calls what it is given.
        |tick, user| if unsafe { tick(1, user) } == 1 { Ok(()) } else { Err(1) },
        // SAFETY: as above.
        |tick, user, ()| if unsafe { tick(2, user) } == 2 { Ok(()) } else { Err(2) },
    )
    .unwrap();
    assert_eq!(tick.unregister(), Ok(()));
    assert_eq!((seen.take(), drops.count()), (vec![1, 2], 1));
}

#[test]
fn a_closure_that_c_refuses_is_dropped() {
    let ear = listen("Tick");
    let drops = Drops::new();
    let token = drops.token();
    let mut kept = None;
    let refused = Tick::new(move |item| {
        token.touch();
        item
    })
    .register(
        |tick, user| {
            kept = Some((tick, user));
            // SAFETY: C calls what it refuses afterwards.
            Err(unsafe { tick(12, user) })
        },
        |_, _, ()| unreachable!("it was never set"),
    );
    assert_eq!((refused.err(), drops.count()), (Some(12), 1));
    let (tick, user) = kept.unwrap();
    // SAFETY: a late call.
    assert_eq!(unsafe { tick(1, user) }, -1);
    assert_eq!(ear.faults(), [Fault::Expired]);
}

#[test]
fn a_closure_that_c_refuses_comes_back() {
    let drops = Drops::new();
    let (token, mut total) = (drops.token(), 0);
    let refused = Tick::new(move |item| {
        token.touch();
        total += item;
        total
    })
    // SAFETY: C calls what it refuses afterwards.
    .try_register(|tick, user| Err(unsafe { tick(12, user) }), |_, _, ()| Ok(()))
    .unwrap_err();
    assert_eq!((refused.error, drops.count()), (12, 0));
    let again: Kept<Tick> = Tick::new(refused.closure).register(accept, removed).unwrap();
    assert_eq!(ring!(again, 1), 13);
    drop(again);
    assert_eq!(drops.count(), 1);
}

#[test]
fn what_the_closure_let_escape_comes_back() {
    let visit: Kept<Visit<&str>> =
        Visit::new(|item| if item > 1 { Break("two") } else { Continue(()) })
            .register(accept, removed)
            .unwrap();
    assert_eq!([1, 2, 1].map(|item| ring!(visit, item)), [1, 0, 1]);
    assert_eq!(visit.unregister(), Ok(Break("two")));

    let quiet: Kept<Visit<()>> = Visit::new(|_| Continue(())).register(accept, removed).unwrap();
    assert_eq!(quiet.unregister(), Ok(Continue(())));

    let attempt: Kept<Try<String>> =
        Try::new(|item| Err(format!("{item}"))).register(accept, removed).unwrap();
    assert_eq!([7, 8].map(|item| ring!(attempt, item)), [1, 1]);
    assert_eq!(attempt.unregister(), Ok(Err("7".to_owned())));
}

#[test]
fn an_escape_that_nobody_asks_for_is_dropped() {
    let drops = Drops::new();
    let token = Cell::new(Some(drops.token()));
    let visit: Kept<Visit<_>> = Visit::new(move |_| match token.take() {
        Some(token) => Break(token),
        None => Continue(()),
    })
    .register(accept, removed)
    .unwrap();
    assert_eq!(ring!(visit, 0), 0);
    assert_eq!(drops.count(), 0);
    drop(visit);
    assert_eq!(drops.count(), 1);
}

#[test]
fn a_panic_waits_for_its_owner() {
    let ear = listen("Tick");
    let tick: Kept<Tick> = Tick::new(|item| if item > 1 { panic!("item {item}") } else { item })
        .register(accept, removed)
        .unwrap();
    assert_eq!((tick.fault(), tick.take_panic().is_some()), (None, false));
    assert_eq!([1, 2, 1].map(|item| ring!(tick, item)), [1, -1, -1]);
    assert_eq!(tick.fault(), Some(Fault::Panicked));
    let payload = tick.take_panic().unwrap();
    assert_eq!(callback_tests::message(&*payload), "item 2");
    assert!(tick.take_panic().is_none());
    assert_eq!(tick.unregister(), Ok(()));
    assert_eq!(ear.faults(), [Fault::Panicked]);
}

#[test]
fn a_registration_that_is_leaked_stays() {
    let ear = listen("Tock");
    let library = Rc::new(1);
    let kept = Rc::clone(&library);
    let tock: Kept<Tock> =
        Tock::new(|item| item + 1).register(accept, move |_, _, ()| Err(*kept)).unwrap();
    let (function, user) = (tock.function(), tock.context());
    tock.leak();
    // SAFETY: it is registered forever.
    assert_eq!(unsafe { function(1, user) }, 2);
    // `unset` is neither run nor dropped. It is kept in a static, where LeakSanitizer finds it.
    assert_eq!((Rc::strong_count(&library), ear.faults()), (2, vec![]));
}

#[test]
fn each_kind_is_registered() {
    let spark: Kept<Spark> = Spark::new(|item| item + 1).register(accept, removed).unwrap();
    let flash: Kept<Flash> = Flash::new(|item| item + 2).register(accept, removed).unwrap();
    let tock: Kept<Tock> = Tock::new(|item| item + 3).register(accept, removed).unwrap();
    // The second call enters only if the first one has left.
    for _ in 0..2 {
        assert_eq!((ring!(spark, 0), ring!(flash, 0), ring!(tock, 0)), (1, 2, 3));
    }
}

#[test]
fn a_registration_knows_whether_a_call_is_running() {
    let own: Rc<RefCell<Option<Kept<Tock>>>> = Rc::default();
    let inside = Rc::clone(&own);
    let tock =
        Tock::new(move |_| c_int::from(inside.borrow().as_ref().is_some_and(Kept::is_running)))
            .register(accept, removed)
            .unwrap();
    assert!(!tock.is_running());
    *own.borrow_mut() = Some(tock);
    assert_eq!(ring!(own.borrow().as_ref().unwrap(), 0), 1);
    assert!(!own.borrow().as_ref().unwrap().is_running());
    drop(own.borrow_mut().take());
}

#[test]
fn a_callback_registers_another_of_its_kind() {
    let inner: Rc<RefCell<Vec<Kept<Tock>>>> = Rc::default();
    let made = Rc::clone(&inner);
    let outer: Kept<Tock> = Tock::new(move |item| {
        let next = Tock::new(move |other| item * other).register(accept, removed).unwrap();
        let product = ring!(next, 10);
        made.borrow_mut().push(next);
        product
    })
    .register(accept, removed)
    .unwrap();
    assert_eq!([1, 2].map(|item| ring!(outer, item)), [10, 20]);
    drop(outer);
    assert_eq!(inner.borrow().iter().map(|next| ring!(next, 7)).collect::<Vec<_>>(), [7, 14]);
}

#[test]
fn calls_may_be_deeply_nested() {
    // More than one block of hazard pointers.
    const DEPTH: c_int = 40;
    let own: Rc<RefCell<Option<Kept<Tock>>>> = Rc::default();
    let inside = Rc::clone(&own);
    let tock = Tock::new(move |depth| {
        if depth == DEPTH { depth } else { ring!(inside.borrow().as_ref().unwrap(), depth + 1) }
    })
    .register(accept, removed)
    .unwrap();
    *own.borrow_mut() = Some(tock);
    for _ in 0..3 {
        assert_eq!(ring!(own.borrow().as_ref().unwrap(), 0), DEPTH);
        assert!(!own.borrow().as_ref().unwrap().is_running());
    }
    drop(own.borrow_mut().take());
}
