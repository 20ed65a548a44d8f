//! Destructors that panic: of payloads, of captures, of values that escape past C. None of these panics crosses
//! into C or ends the process, and every value is dropped once. The "C library" is played by Rust.

use std::cell::Cell;
use std::ffi::{c_int, c_void};
use std::ops::ControlFlow::{self, Break};
use std::panic::panic_any;
use std::pin::pin;

use callback_runtime::{Fault, callback};
use callback_tests::{Bomb, Drops, listen, message, panic_of};

#[callback(extern "C", fallback = -1)]
type Work = dyn FnMut(c_int) -> c_int;

#[callback(extern "C", fallback = -1)]
type Again = dyn Fn(c_int) -> c_int;

#[callback(extern "C", fallback = -1)]
type Consume = dyn FnOnce(c_int) -> c_int;

#[callback(
    extern "C" fn(c_int, context: *mut c_void) -> c_int,
    continue = 1, break = 0, fallback = -1,
)]
type Search<B> = dyn FnMut(c_int) -> ControlFlow<B>;

#[callback(extern "C" fn(c_int, context: *mut c_void) -> c_int, ok = 0, err = 1, fallback = -1)]
type Check<T, E> = dyn FnMut(c_int) -> Result<T, E>;

type Function = unsafe extern "C" fn(c_int, *mut c_void) -> c_int;

/// Calls three times, and returns all answers.
unsafe fn three_times(function: Function, user: *mut c_void) -> [c_int; 3] {
    // SAFETY: the caller's promise.
    [1, 2, 3].map(|item| unsafe { function(item, user) })
}

const DROPPED: &str = "a bomb was dropped";

#[test]
fn at_the_end_of_a_scope_the_panic_of_a_capture_goes_on() {
    let (drops, mut answers) = (Drops::new(), [0; 3]);
    let bomb = drops.bomb();
    let payload = panic_of(|| {
        Work::new(move |item| {
            bomb.touch();
            item
        })
        // SAFETY: `three_times` calls only during this call.
        .scope(|work, user| answers = unsafe { three_times(work, user) });
    });
    assert_eq!((message(&*payload), answers, drops.count()), (DROPPED, [1, 2, 3], 1));
}

#[test]
fn at_the_end_of_a_scope_the_panic_of_the_closure_goes_before_that_of_a_capture() {
    let ear = listen("Work");
    let drops = Drops::new();
    let (bomb, token) = (drops.bomb(), drops.token());
    let payload = panic_of(|| {
        Work::new(move |_| {
            bomb.touch();
            token.touch();
            panic!("the closure")
        })
        // SAFETY: `three_times` calls only during this call.
        .scope(|work, user| unsafe { three_times(work, user) })
    });
    assert_eq!((message(&*payload), drops.count()), ("the closure", 2));
    assert_eq!(ear.faults(), [Fault::Panicked]);
}

#[test]
fn what_c_returned_may_panic_too() {
    let _ear = listen("Work");
    let drops = Drops::new();
    let payload = panic_of(|| {
        Work::new(|_| panic!("the closure")).scope(|work, user| {
            // SAFETY: `three_times` calls only during this call.
            unsafe { three_times(work, user) };
            drops.bomb()
        })
    });
    assert_eq!((message(&*payload), drops.count()), ("the closure", 1));
}

#[test]
fn the_payload_of_the_foreign_call_may_panic_when_another_wins() {
    let _ear = listen("Work");
    let drops = Drops::new();
    let payload = panic_of(|| {
        Work::new(|_| panic!("the closure")).scope(|work, user| {
            // SAFETY: `three_times` calls only during this call.
            unsafe { three_times(work, user) };
            panic_any(drops.bomb())
        })
    });
    assert_eq!((message(&*payload), drops.count()), ("the closure", 1));
}

#[test]
fn a_bound_context_may_be_dropped_with_a_payload_that_panics() {
    let _ear = listen("Work");
    let drops = Drops::new();
    {
        let mut work = pin!(Work::new(|_| panic_any(drops.bomb())));
        let bound = work.as_mut().bind();
        // SAFETY: the context is bound.
        assert_eq!(unsafe { three_times(bound.function(), bound.context()) }, [-1; 3]);
        drop(bound);
        assert_eq!(drops.count(), 0);
    }
    assert_eq!(drops.count(), 1);
}

#[test]
fn a_bound_context_may_be_dropped_while_another_panic_unwinds() {
    let drops = Drops::new();
    let payload = panic_of(|| {
        let mut search = pin!(Search::new(|_| Break(drops.bomb())));
        let bound = search.as_mut().bind();
        // SAFETY: the context is bound.
        assert_eq!(unsafe { bound.function()(1, bound.context()) }, 0);
        panic!("the user")
    });
    assert_eq!((message(&*payload), drops.count()), ("the user", 1));
}

#[test]
fn what_escaped_may_panic_when_the_context_is_bound_again() {
    let drops = Drops::new();
    let mut search = pin!(Search::new(|_| Break(drops.bomb())));
    let bound = search.as_mut().bind();
    // SAFETY: the context is bound.
    assert_eq!(unsafe { bound.function()(1, bound.context()) }, 0);
    drop(bound);
    assert!(search.bind().finish(()).is_continue());
    assert_eq!(drops.count(), 1);
}

#[test]
fn a_second_break_whose_drop_panics_is_a_panic_of_the_closure() {
    let ear = listen("Search");
    let (drops, mut answers) = (Drops::new(), [0; 3]);
    let payload = panic_of(|| {
        Search::<Result<Bomb, Bomb>>::new(|item| {
            Break(if item == 1 { Ok(drops.bomb()) } else { Err(drops.bomb()) })
        })
        // SAFETY: `three_times` calls only during this call.
        .scope(|search, user| answers = unsafe { three_times(search, user) })
    });
    assert_eq!((message(&*payload), answers), (DROPPED, [0, -1, -1]));
    assert_eq!(drops.count(), 2, "the first one is dropped too, quietly");
    assert_eq!(ear.faults(), [Fault::Panicked]);
}

#[test]
fn a_second_err_and_an_ok_whose_drop_panics_are_panics_of_the_closure() {
    let ear = listen("Check");
    let (drops, mut answers) = (Drops::new(), [0; 3]);
    let payload = panic_of(|| {
        Check::<(), _>::new(|_| Err(drops.bomb()))
            // SAFETY: `three_times` calls only during this call.
            .scope(|check, user| answers = unsafe { three_times(check, user) })
    });
    assert_eq!((message(&*payload), answers, drops.count()), (DROPPED, [1, -1, -1], 2));
    let payload = panic_of(|| {
        Check::<_, ()>::new(|_| Ok(drops.bomb()))
            // SAFETY: `three_times` calls only during this call.
            .scope(|check, user| answers = unsafe { three_times(check, user) })
    });
    assert_eq!((message(&*payload), answers, drops.count()), (DROPPED, [-1; 3], 3));
    assert_eq!(ear.faults(), [Fault::Panicked; 2]);
}

#[test]
fn a_first_break_may_panic_when_a_panic_follows() {
    let _ear = listen("Search");
    let drops = Drops::new();
    let payload = panic_of(|| {
        Search::new(|item| if item == 1 { Break(drops.bomb()) } else { panic!("the closure") })
            // SAFETY: `three_times` calls only during this call.
            .scope(|search, user| unsafe { three_times(search, user) })
    });
    assert_eq!((message(&*payload), drops.count()), ("the closure", 1));
}

#[test]
fn the_payload_of_a_second_panic_may_panic() {
    let ear = listen("Again");
    let (drops, own) = (Drops::new(), Cell::new(None::<(Function, *mut c_void)>));
    let payload = panic_of(|| {
        Again::new(|left| {
            assert!(left > 0, "the inner call");
            let (again, user) = own.get().unwrap();
            // SAFETY: the parts are alive until `scope` returns.
            assert_eq!(unsafe { again(left - 1, user) }, -1);
            panic_any(drops.bomb())
        })
        .scope(|again, user| {
            own.set(Some((again, user)));
            // SAFETY: the parts are alive until `scope` returns.
            unsafe { again(1, user) }
        })
    });
    assert_eq!((message(&*payload), drops.count()), ("the inner call", 1));
    assert_eq!(ear.faults(), [Fault::Panicked]);
}

#[test]
fn the_panic_of_the_foreign_call_goes_before_that_of_a_capture() {
    let drops = Drops::new();
    let bomb = drops.bomb();
    let payload = panic_of(|| {
        Work::new(move |item| {
            bomb.touch();
            item
        })
        .scope(|_, _| panic!("the foreign call"))
    });
    assert_eq!((message(&*payload), drops.count()), ("the foreign call", 1));
}

#[test]
fn what_c_returned_may_panic_when_finish_goes_on_with_a_panic() {
    let _ear = listen("Work");
    let drops = Drops::new();
    let mut work = pin!(Work::new(|_| panic!("the closure")));
    let bound = work.as_mut().bind();
    // SAFETY: the context is bound.
    assert_eq!(unsafe { bound.function()(1, bound.context()) }, -1);
    let payload = panic_of(|| bound.finish(drops.bomb()));
    assert_eq!((message(&*payload), drops.count()), ("the closure", 1));
}
