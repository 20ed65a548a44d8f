//! Panics of closures, and of their captures.

use callback_runtime::Fault;
use callback_tests::{Drops, listen, message, panic_of};

use crate::declared::{Code, linked, wrapped};
use crate::library::{self, answer, noted};

#[test]
fn in_a_scope_the_panic_goes_on_where_the_function_was_called() {
    let ear = listen("Shared");
    let drops = Drops::new();
    let (token, mut calls) = (drops.token(), 0);
    let place = &std::cell::Cell::new(0);
    let payload = panic_of(|| {
        wrapped::share(3, move |item| {
            token.touch();
            place.set(place.get() + 1);
            if item == 1 { panic!("at {item}") } else { 1 }
        })
    });
    calls += place.get();
    assert_eq!((message(&*payload), drops.count(), calls), ("at 1", 1, 2));
    assert_eq!(ear.faults(), [Fault::Panicked]);
}

#[test]
fn a_kept_closure_that_panics_is_poisoned_and_keeps_its_panic() {
    let ear = listen("Add");
    let registration = linked::keep_registered(|item| {
        assert!(item != 2, "two");
        item
    })
    .unwrap();
    assert_eq!([1, 2, 1].map(library::call), [1, -1, -1]);
    assert_eq!(registration.fault(), Some(Fault::Panicked));
    assert_eq!(message(&*registration.take_panic().unwrap()), "two");
    assert_eq!((registration.unregister(), ear.faults()), (Ok(()), vec![Fault::Panicked]));
}

#[test]
fn a_panic_while_c_is_given_a_callback_leaves_an_error_of_c_as_it_is() {
    let ear = listen("Add");
    let drops = Drops::new();
    let token = drops.token();
    answer(3);
    let refused = keep_called(move |_| {
        token.touch();
        panic!("during the hand-over")
    });
    assert_eq!((refused.err(), drops.count()), (Some(Code(3)), 1));
    assert_eq!(ear.faults(), [Fault::Panicked]);
}

#[callback_runtime::import]
unsafe extern "C" {
    #[link_name = "imports_try"]
    safe fn try_kept(
        item: core::ffi::c_int,
        #[register(unset = Ok(()))] step: crate::declared::Add,
        context: *mut core::ffi::c_void,
    ) -> Result<(), Code>;
}

fn keep_called(
    closure: impl FnMut(i32) -> i32 + 'static,
) -> Result<callback_runtime::Registration<'static, crate::declared::Add, Code>, Code> {
    try_kept(1, closure)
}

#[test]
fn a_capture_that_panics_when_it_is_dropped_goes_on_after_the_call() {
    let drops = Drops::new();
    let bomb = drops.bomb();
    let payload = panic_of(|| {
        wrapped::share(1, move |_| {
            bomb.touch();
            1
        })
    });
    assert_eq!((message(&*payload), drops.count()), ("a bomb was dropped", 1));
    assert_eq!(noted(), ["each"]);
}

#[test]
fn a_panic_of_unset_goes_on_out_of_unregister() {
    let _ear = listen("Add");
    let registration = stubborn::keep(|item| item).unwrap();
    let payload = panic_of(|| registration.unregister());
    assert_eq!(message(&*payload), "unset");
    assert_eq!(library::call(1), -1);
}

mod stubborn {
    use std::ffi::c_void;

    use crate::declared::{Add, Code};

    #[callback_runtime::import]
    unsafe extern "C" {
        #[link_name = "imports_keep"]
        pub(super) safe fn keep(
            #[register(unset = panic!("unset"))] step: Add,
            context: *mut c_void,
        ) -> Result<(), Code>;
    }
}
