//! `notified`: C calls until it runs the destroy function. The "C library" is played by Rust.

use std::ffi::c_int;
use std::rc::Rc;

use callback_runtime::{Fault, callback};
use callback_tests::{Drops, Own, keep, keep_all, listen, message, panic_of};

#[callback(extern "C", fallback = -1)]
type Tick = dyn FnMut(c_int) -> c_int;

#[callback(extern "C", fallback = -1)]
type Tock = dyn Fn(c_int) -> c_int;

#[callback(extern "C", fallback = -1)]
type Spark = dyn FnMut(c_int) -> c_int + Send;

#[callback(extern "C", fallback = -1)]
type Shot = dyn FnOnce(c_int) -> c_int;

#[test]
fn the_closure_is_dropped_by_the_destroy_function() {
    let drops = Drops::new();
    let (token, mut total) = (drops.token(), 0);
    let (tick, user, destroy) = Tick::new(move |item| {
        token.touch();
        total += item;
        total
    })
    .notified(keep_all)
    .unwrap();
    // SAFETY: C has not destroyed it.
    assert_eq!([1, 2, 3].map(|item| unsafe { tick(item, user) }), [1, 3, 6]);
    assert_eq!(drops.count(), 0);
    // SAFETY: once, and no call follows.
    unsafe { destroy(user) };
    assert_eq!(drops.count(), 1);
}

#[test]
fn a_closure_that_panicked_waits_for_the_destroy_function() {
    let ear = listen("Tick");
    let drops = Drops::new();
    let (token, mut entered) = (drops.token(), 0);
    let (tick, user, destroy) = Tick::new(move |item| {
        token.touch();
        entered += 1;
        assert!(item < 2, "entered {entered} times");
        entered
    })
    .notified(keep_all)
    .unwrap();
    // SAFETY: C has not destroyed it.
    assert_eq!([1, 2, 1].map(|item| unsafe { tick(item, user) }), [1, -1, -1]);
    assert_eq!(drops.count(), 0);
    // SAFETY: once, and no call follows.
    unsafe { destroy(user) };
    assert_eq!(drops.count(), 1);
    assert_eq!(ear.faults(), [Fault::Panicked]);
}

#[test]
fn a_fn_once_is_called_once_and_waits_for_the_destroy_function() {
    let ear = listen("Shot");
    let drops = Drops::new();
    let token = drops.token();
    let (shot, user, destroy) = Shot::new(move |item| {
        drop(token);
        item
    })
    .notified(keep_all)
    .unwrap();
    // SAFETY: C has not destroyed it.
    assert_eq!([1, 2].map(|item| unsafe { shot(item, user) }), [1, -1]);
    // SAFETY: once, and no call follows.
    unsafe { destroy(user) };
    assert_eq!(drops.count(), 1);
    assert_eq!(ear.faults(), [Fault::Expired]);
}

#[test]
fn c_refuses_and_runs_the_destroy_function_or_does_not() {
    let ear = listen("Tick");
    let drops = Drops::new();
    for (runs, token) in [(true, drops.token()), (false, drops.token())] {
        let before = drops.count();
        let refused = Tick::new(move |item| {
            token.touch();
            item
        })
        .notified(|_, user, destroy| {
            if runs {
                // SAFETY: once, and no call follows.
                unsafe { destroy(user) };
            }
            assert_eq!(drops.count(), before, "the hand-over keeps it");
            Err::<(), _>(21)
        });
        assert_eq!((refused, drops.count()), (Err(21), before + 1));
    }
    assert_eq!(ear.faults(), []);
}

#[test]
fn destroyed_during_a_hand_over_that_succeeds_the_closure_is_dropped_at_its_end() {
    let ear = listen("Tick");
    let drops = Drops::new();
    let token = drops.token();
    let answers = Tick::new(move |item| {
        token.touch();
        item
    })
    .notified(|tick, user, destroy| {
        // SAFETY: C has not destroyed it.
        let first = unsafe { tick(1, user) };
        // SAFETY: once.
        unsafe { destroy(user) };
        assert_eq!(drops.count(), 0);
        // SAFETY: C calls too late, against its promise; the hand-over keeps the context alive.
        Ok::<_, ()>([first, unsafe { tick(2, user) }])
    });
    assert_eq!((answers, drops.count()), (Ok([1, -1]), 1));
    assert_eq!(ear.faults(), [Fault::Expired]);
}

#[test]
fn a_hand_over_that_panics_leaves_the_closure_to_c() {
    let drops = Drops::new();
    let (token, own) = (drops.token(), Own::<Tick>::default());
    let tick = Tick::new(move |item| {
        token.touch();
        item
    });
    let payload = panic_of(|| {
        tick.notified(|tick, user, destroy| -> Result<(), ()> {
            own.set(Some((tick, user, destroy)));
            panic!("after C has it")
        })
    });
    assert_eq!((message(&*payload), drops.count()), ("after C has it", 0));
    let (tick, user, destroy) = own.get().unwrap();
    // SAFETY: C has not destroyed it.
    assert_eq!(unsafe { tick(6, user) }, 6);
    // SAFETY: once, and no call follows.
    unsafe { destroy(user) };
    assert_eq!(drops.count(), 1);
}

#[test]
fn a_hand_over_that_panics_after_c_destroyed_the_closure_drops_it() {
    let drops = Drops::new();
    let token = drops.token();
    let tick = Tick::new(move |item| {
        token.touch();
        item
    });
    panic_of(|| {
        tick.notified(|_, user, destroy| -> Result<(), ()> {
            // SAFETY: once, and no call follows.
            unsafe { destroy(user) };
            panic!("after C gave it back")
        })
    });
    assert_eq!(drops.count(), 1);
}

#[test]
fn a_once_inside_a_notified() {
    let drops = Drops::new();
    let (outer, inner) = (drops.token(), Rc::new(drops.token()));
    let (tick, user, destroy) = Tick::new(move |item| {
        outer.touch();
        let inner = Rc::clone(&inner);
        let shot = Shot::new(move |more| {
            inner.touch();
            item * 10 + more
        });
        let (shot, user) = shot.once(keep).unwrap();
        // SAFETY: the one call.
        unsafe { shot(1, user) }
    })
    .notified(keep_all)
    .unwrap();
    // SAFETY: C has not destroyed it.
    assert_eq!([1, 2].map(|item| unsafe { tick(item, user) }), [11, 21]);
    assert_eq!(drops.count(), 0);
    // SAFETY: once, and no call follows.
    unsafe { destroy(user) };
    assert_eq!(drops.count(), 2);
}
