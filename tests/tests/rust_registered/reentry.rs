//! A `FnMut` that C may call at any time is not entered from inside itself. The "C library" is played by
//! Rust.

use std::cell::Cell;
use std::ffi::c_int;
use std::rc::Rc;

use callback_runtime::{Fault, RawContext, RawFn, Registration, callback};
use callback_tests::{accept, listen, removed};

use crate::declared::Tick;

#[callback(extern "C", context = none, slots = 1, fallback = -1)]
type Tock = dyn FnMut(c_int) -> c_int;

#[test]
fn a_registered_fn_mut_is_not_entered_from_inside_itself() {
    let ear = listen("Tick");
    let own = Rc::new(Cell::new(None::<(RawFn<Tick>, RawContext<Tick>)>));
    let place = Rc::clone(&own);
    let mut calls = 0;
    let tick: Registration<'static, Tick, c_int> = Tick::new(move |depth| {
        calls += 1;
        if depth > 0 {
            let (function, context) = place.get().unwrap();
            // SAFETY: the context is the one that was handed over with the function.
            assert_eq!(unsafe { function(depth - 1, context) }, -1);
        }
        calls
    })
    .register(accept, removed)
    .unwrap();
    own.set(Some((tick.function(), tick.context())));
    // SAFETY: as above.
    let call = |depth| unsafe { tick.function()(depth, tick.context()) };
    assert_eq!([call(0), call(1)], [1, 2]);
    assert_eq!(tick.fault(), Some(Fault::Reentered));
    assert_eq!(call(0), 3);
    drop(tick);
    assert_eq!(ear.faults(), [Fault::Reentered]);
}

#[test]
fn a_fn_mut_in_a_slot_is_not_entered_from_inside_itself() {
    let ear = listen("Tock");
    let own = Rc::new(Cell::new(None::<RawFn<Tock>>));
    let place = Rc::clone(&own);
    let mut calls = 0;
    let tock = Tock::new(move |depth| {
        calls += 1;
        if depth > 0 {
            let function = place.get().unwrap();
            // SAFETY: the function of a slot may be called at any time.
            assert_eq!(unsafe { function(depth - 1) }, -1);
        }
        calls
    })
    .slot()
    .unwrap();
    own.set(Some(tock.function()));
    // SAFETY: as above.
    let call = |depth| unsafe { tock.function()(depth) };
    assert_eq!([call(0), call(1)], [1, 2]);
    assert_eq!(tock.fault(), Some(Fault::Reentered));
    assert_eq!(call(0), 3);
    drop(tock);
    assert_eq!(ear.faults(), [Fault::Reentered]);
}
