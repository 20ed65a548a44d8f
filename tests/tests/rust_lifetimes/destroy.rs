//! The destroy function of `notified`: on which thread, how often, and from inside the callback.
//! The "C library" is played by Rust.

use std::cell::Cell;
use std::ffi::c_int;
use std::panic::panic_any;
use std::ptr::null_mut;
use std::rc::Rc;
use std::thread;

use callback_runtime::{Fault, callback};
use callback_tests::{Drops, Own, Parts, keep_all, listen};

#[callback(extern "C", fallback = -1)]
type Tick = dyn FnMut(c_int) -> c_int;

#[callback(extern "C", fallback = -1)]
type Tock = dyn Fn(c_int) -> c_int;

#[callback(extern "C", fallback = -1)]
type Spark = dyn FnMut(c_int) -> c_int + Send;

#[callback(extern "C", fallback = -1)]
type Shot = dyn FnOnce(c_int) -> c_int;

#[test]
fn destroyed_inside_its_own_call_the_closure_lives_until_that_returns() {
    let ear = listen("Tick");
    let (drops, own) = (Rc::new(Drops::new()), Own::<Tick>::default());
    let (token, seen, raw) = (drops.token(), Rc::clone(&drops), Rc::clone(&own));
    let parts = Tick::new(move |item| {
        let (_, user, destroy) = raw.get().unwrap();
        // SAFETY: once, and no call follows.
        unsafe { destroy(user) };
        assert_eq!(seen.count(), 0);
        token.touch();
        item
    })
    .notified(keep_all)
    .unwrap();
    own.set(Some(parts));
    let (tick, user, _) = parts;
    // SAFETY: C has not destroyed it.
    assert_eq!(unsafe { tick(8, user) }, 8);
    assert_eq!(drops.count(), 1);
    assert_eq!(ear.faults(), []);
}

#[test]
fn destroyed_in_the_innermost_of_nested_calls_it_lives_until_the_outermost_returns() {
    let ear = listen("Tock");
    let (drops, own) = (Rc::new(Drops::new()), Own::<Tock>::default());
    let (token, seen, raw) = (drops.token(), Rc::clone(&drops), Rc::clone(&own));
    let parts = Tock::new(move |left| {
        let (tock, user, destroy) = raw.get().unwrap();
        let below = if left == 0 {
            // SAFETY: once, and no call follows.
            unsafe { destroy(user) };
            0
        } else {
            // SAFETY: C has not destroyed it.
            unsafe { tock(left - 1, user) }
        };
        assert_eq!(seen.count(), 0);
        token.touch();
        below + 1
    })
    .notified(keep_all)
    .unwrap();
    own.set(Some(parts));
    let (tock, user, _) = parts;
    // SAFETY: C has not destroyed it.
    assert_eq!(unsafe { tock(3, user) }, 4);
    assert_eq!(drops.count(), 1);
    assert_eq!(ear.faults(), []);
}

#[test]
fn a_call_after_the_destroy_function_is_expired_while_the_closure_lives() {
    let ear = listen("Tock");
    let (drops, own) = (Drops::new(), Own::<Tock>::default());
    let (token, raw, entered) = (drops.token(), Rc::clone(&own), Rc::new(Cell::new(0)));
    let count = Rc::clone(&entered);
    let parts = Tock::new(move |item| {
        token.touch();
        count.set(count.get() + 1);
        let (tock, user, destroy) = raw.get().unwrap();
        // SAFETY: once.
        unsafe { destroy(user) };
        // SAFETY: C calls too late, against its promise. The running call keeps the context alive.
        item * 10 + unsafe { tock(item, user) }
    })
    .notified(keep_all)
    .unwrap();
    own.set(Some(parts));
    let (tock, user, _) = parts;
    // SAFETY: C has not destroyed it.
    assert_eq!(unsafe { tock(5, user) }, 49);
    assert_eq!((entered.get(), drops.count()), (1, 1));
    assert_eq!(ear.faults(), [Fault::Expired]);
}

#[test]
fn destroyed_twice_inside_its_own_call_the_closure_is_dropped_once() {
    let ear = listen("Tick");
    let (drops, own) = (Drops::new(), Own::<Tick>::default());
    let (token, raw) = (drops.token(), Rc::clone(&own));
    let parts = Tick::new(move |item| {
        token.touch();
        let (_, user, destroy) = raw.get().unwrap();
        for _ in 0..2 {
            // SAFETY: twice, against C's promise; the running call keeps the context alive.
            unsafe { destroy(user) };
        }
        item
    })
    .notified(keep_all)
    .unwrap();
    own.set(Some(parts));
    let (tick, user, _) = parts;
    // SAFETY: C has not destroyed it.
    assert_eq!(unsafe { tick(1, user) }, 1);
    assert_eq!(drops.count(), 1);
    assert_eq!(ear.faults(), [Fault::Expired]);
}

#[test]
fn a_panic_after_the_destroy_function_frees_all_the_same() {
    let ear = listen("Tick");
    let (drops, own) = (Drops::new(), Own::<Tick>::default());
    let (token, payload, raw) = (drops.token(), Cell::new(Some(drops.token())), Rc::clone(&own));
    let parts = Tick::new(move |_| {
        token.touch();
        let (_, user, destroy) = raw.get().unwrap();
        // SAFETY: once, and no call follows.
        unsafe { destroy(user) };
        panic_any(payload.take())
    })
    .notified(keep_all)
    .unwrap();
    own.set(Some(parts));
    let (tick, user, _) = parts;
    // SAFETY: C has not destroyed it.
    assert_eq!(unsafe { tick(1, user) }, -1);
    assert_eq!(drops.count(), 2);
    assert_eq!(ear.faults(), [Fault::Panicked]);
}

#[test]
fn destroyed_on_a_wrong_thread_the_closure_is_leaked_and_that_is_said() {
    let ear = listen("Tick");
    let drops = Drops::new();
    let token = drops.token();
    let (_, user, destroy) = Tick::new(move |item| {
        token.touch();
        item
    })
    .notified(keep_all)
    .unwrap();
    let parts = Parts::new(destroy, user);
    thread::spawn(move || {
        let (destroy, user) = parts.get();
        // SAFETY: C destroys on another thread, against its promise; the context is alive.
        unsafe { destroy(user) };
    })
    .join()
    .unwrap();
    assert_eq!(drops.count(), 0);
    assert_eq!((ear.faults(), ear.leaks()), (vec![Fault::WrongThread], vec![true]));
    // SAFETY: nothing was freed, so the owner may destroy it. That satisfies the leak checkers.
    unsafe { destroy(user) };
    assert_eq!(drops.count(), 1);
}

#[test]
fn a_closure_that_is_send_is_destroyed_on_any_thread() {
    let ear = listen("Spark");
    let drops = Drops::new();
    let token = drops.token();
    let (spark, user, destroy) = Spark::new(move |item| {
        token.touch();
        item
    })
    .notified(keep_all)
    .unwrap();
    // SAFETY: C has not destroyed it.
    assert_eq!(unsafe { spark(2, user) }, 2);
    let parts = Parts::new(destroy, user);
    thread::spawn(move || {
        // A thread that owns other closures may do it, too.
        Tick::new(|item| item).scope(|_, _| ());
        let (destroy, user) = parts.get();
        // SAFETY: once, and no call follows.
        unsafe { destroy(user) };
    })
    .join()
    .unwrap();
    assert_eq!(drops.count(), 1);
    assert_eq!(ear.faults(), []);
}

#[test]
fn destroying_null_is_reported_and_does_nothing() {
    let ear = listen("Tick");
    let drops = Drops::new();
    let token = drops.token();
    let (_, user, destroy) = Tick::new(move |item| {
        token.touch();
        item
    })
    .notified(keep_all)
    .unwrap();
    // SAFETY: the destroy function checks for null.
    unsafe { destroy(null_mut()) };
    assert_eq!(drops.count(), 0);
    assert_eq!(ear.faults(), [Fault::InvalidArgument]);
    // SAFETY: once, and no call follows.
    unsafe { destroy(user) };
    assert_eq!(drops.count(), 1);
}
