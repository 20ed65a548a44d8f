//! A library that keeps one callback, with and without a destroy function: see `csrc/misbehaving.c`.

use std::ffi::{c_int, c_void};
use std::ops::ControlFlow::{Break, Continue};
use std::sync::{Mutex, MutexGuard, PoisonError};

use callback_runtime::{RawContext, RawDestroy, import};
use callback_tests::{Drops, Token, listen, message, panic_of};

use crate::declared::{Code, Once, Step, Visit};

#[import]
unsafe extern "C" {
    safe fn run_until<B>(count: c_int, #[scope] step: Visit<B>, context: *mut c_void) -> c_int;
    safe fn run_steps(count: c_int, #[scope] step: Step, context: RawContext<Step>) -> c_int;

    #[link_name = "store"]
    fn store_notified(
        #[notified] step: Step,
        context: *mut c_void,
        destroy: RawDestroy<Step>,
    ) -> Result<(), Code>;

    #[link_name = "store"]
    fn store_once(
        #[once] step: Once,
        context: *mut c_void,
        #[c(Option<unsafe extern "C" fn(*mut c_void)> = None)] _: (),
    ) -> Result<(), Code>;

    safe fn refuse(
        #[notified] step: Step,
        context: *mut c_void,
        destroy: Option<unsafe extern "C" fn(*mut c_void)>,
    ) -> Result<(), Code>;
    safe fn refuse_and_destroy(
        #[notified] step: Step,
        context: *mut c_void,
        destroy: Option<unsafe extern "C" fn(*mut c_void)>,
    ) -> Result<(), Code>;
    safe fn call_and_refuse(
        #[c(*mut c_int)] answer: &mut c_int,
        #[once] step: Once,
        context: *mut c_void,
    ) -> Result<(), Code>;

    // These are passed on unchanged.
    fn call_stored(item: c_int) -> c_int;
    fn destroy_stored();
}

/// The library keeps one callback.
fn turn() -> MutexGuard<'static, ()> {
    static TURN: Mutex<()> = Mutex::new(());
    TURN.lock().unwrap_or_else(PoisonError::into_inner)
}

fn touching(token: Token) -> impl FnMut(c_int) -> c_int {
    move |item| {
        token.touch();
        10 * item
    }
}

#[test]
fn c_calls_a_closure_that_borrows() {
    let mut items = Vec::new();
    let found = run_until(9, |item| {
        items.push(item);
        if item == 3 { Break("found") } else { Continue(()) }
    });
    assert_eq!((found, items), (Break("found"), vec![1, 2, 3]));
    let mut calls = 0;
    let sum = run_steps(4, |item| {
        calls += 1;
        item * calls
    });
    assert_eq!(sum, 30);
}

#[test]
fn a_panic_goes_past_c() {
    let _ear = listen("Step");
    let payload = panic_of(|| {
        run_steps(4, |item| {
            assert!(item < 3, "three");
            item
        })
    });
    assert_eq!(message(&*payload), "three");
}

#[test]
fn c_keeps_a_closure_until_it_destroys_it() {
    let (_turn, drops) = (turn(), Drops::new());
    // SAFETY: nobody else keeps one, and the callback is destroyed below.
    unsafe { store_notified(touching(drops.token())) }.unwrap();
    // SAFETY: it is stored.
    assert_eq!((unsafe { call_stored(4) }, drops.count()), (40, 0));
    // SAFETY: it is not called afterwards.
    unsafe { destroy_stored() };
    assert_eq!(drops.count(), 1);
}

#[test]
fn c_calls_once_and_later() {
    let (_turn, drops) = (turn(), Drops::new());
    let token = drops.token();
    // SAFETY: as above.
    unsafe {
        store_once(move |item| {
            drop(token);
            item + 1
        })
    }
    .unwrap();
    assert_eq!(drops.count(), 0);
    // SAFETY: this is the one call.
    assert_eq!((unsafe { call_stored(4) }, drops.count()), (5, 1));
}

#[test]
fn c_refuses_and_destroys_or_does_not() {
    let drops = Drops::new();
    assert_eq!(refuse(touching(drops.token())), Err(Code(1)));
    assert_eq!(drops.count(), 1);
    assert_eq!(refuse_and_destroy(touching(drops.token())), Err(Code(1)));
    assert_eq!(drops.count(), 2);
}

#[test]
fn c_calls_and_then_refuses() {
    let drops = Drops::new();
    let (token, mut answer) = (drops.token(), 0);
    let refused = call_and_refuse(&mut answer, move |item| {
        drop(token);
        item + 1
    });
    assert_eq!((refused, answer, drops.count()), (Err(Code(1)), 2, 1));
}
