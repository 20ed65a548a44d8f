//! The result of a function: the keys, and the values that would escape from a closure.

use std::cell::Cell;
use std::ffi::c_int;
use std::ops::ControlFlow;

use callback_runtime::{Fault, callback};
use callback_tests::{Bomb, Drops, Token, listen};

thread_local! {
    static DROPS: Drops = Drops::new();
    static SEEN: Cell<usize> = const { Cell::new(0) };
}

#[callback(
    extern "C" fn(c_int) -> c_int,
    ok = |()| 0,
    err = |error: &Result<Token, Bomb>| {
        SEEN.set(DROPS.with(Drops::count));
        c_int::from(error.is_ok()) + 1
    },
    fallback = -1,
)]
fn refuse(sort: c_int) -> Result<(), Result<Token, Bomb>> {
    match sort {
        0 => Ok(()),
        1 => Err(Ok(DROPS.with(Drops::token))),
        _ => Err(Err(DROPS.with(Drops::bomb))),
    }
}

#[test]
fn an_error_is_dropped_after_its_key_has_seen_it() {
    let ear = listen("refuse");
    // SAFETY: the function takes any number.
    let call = |sort| unsafe { refuse(sort) };
    assert_eq!((call(0), SEEN.get(), DROPS.with(Drops::count)), (0, 0, 0));
    assert_eq!((call(1), SEEN.get(), DROPS.with(Drops::count)), (2, 0, 1));
    // The drop of the error panics, which counts as the function.
    assert_eq!((call(2), SEEN.get(), DROPS.with(Drops::count)), (-1, 1, 2));
    assert_eq!((call(1), SEEN.get(), DROPS.with(Drops::count)), (2, 2, 3));
    assert_eq!(ear.faults(), [Fault::Panicked]);
}

#[callback(extern "C" fn(_limit: c_int, c_int) -> c_int, continue = 0, break = |at| *at + _limit, fallback = -1)]
fn stop(item: c_int) -> ControlFlow<c_int> {
    if item > 2 { ControlFlow::Break(item) } else { ControlFlow::Continue(()) }
}

#[test]
fn a_break_goes_to_its_key_alone() {
    // SAFETY: the function takes any numbers.
    assert_eq!([2, 3, 4].map(|item| unsafe { stop(100, item) }), [0, 103, 104]);
}

#[callback(extern "C" fn() -> c_int, err = -2, fallback = -1)]
fn converted() -> Result<bool, ()> {
    if SEEN.get() == 100 { Err(()) } else { Ok(true) }
}

#[callback(extern "C" fn(usize))]
fn nothing(item: usize) {
    SEEN.set(item);
}

#[test]
fn a_result_without_a_key_is_converted() {
    // SAFETY: the functions take whatever there is.
    assert_eq!(unsafe { converted() }, 1);
    // SAFETY: as above.
    unsafe { nothing(8) };
    assert_eq!(SEEN.get(), 8);
}

trait Code {
    const NONE: c_int;
}

impl Code for u8 {
    const NONE: c_int = -8;
}

impl Code for u16 {
    const NONE: c_int = -16;
}

#[callback(extern "C" fn(c_int) -> c_int, fallback = T::NONE)]
fn narrowed<T: Code + TryFrom<c_int>>(number: c_int) -> c_int {
    assert!(T::try_from(number).is_ok(), "{number} is too wide");
    number
}

#[test]
fn a_constant_fallback_may_depend_on_a_type_parameter() {
    let ear = listen("narrowed");
    // SAFETY: the function takes any number.
    assert_eq!(unsafe { narrowed::<u8>(300) }, -8);
    // SAFETY: as above.
    assert_eq!(unsafe { narrowed::<u16>(70_000) }, -16);
    // SAFETY: as above.
    assert_eq!(unsafe { narrowed::<u16>(300) }, 300);
    assert_eq!(ear.faults(), [Fault::Panicked; 2]);
}
