//! Faults of functions: each is reported, each call gets the fallback, and nothing is poisoned.

use std::ffi::c_int;
use std::panic::panic_any;
use std::ptr;

use callback_runtime::{Fault, FromC, callback};
use callback_tests::{Drops, Token, listen, silence};

#[callback(extern "C" fn(*const c_int) -> c_int, fallback = -1)]
fn check(item: &c_int) -> c_int {
    assert!(*item >= 0, "{item} is negative");
    *item
}

#[test]
fn each_fault_is_reported_and_none_poisons() {
    let ear = listen("check");
    let (good, bad) = (5, -5);
    // SAFETY: the pointers are null, or to an item.
    let call = |item: *const c_int| unsafe { check(item) };
    assert_eq!(call(&raw const good), 5);
    for _ in 0..3 {
        assert_eq!([call(&raw const bad), call(ptr::null()), call(&raw const good)], [-1, -1, 5]);
    }
    let both = [Fault::Panicked, Fault::InvalidArgument];
    assert_eq!(ear.faults(), both.repeat(3));
    assert!(ear.reports()[0].to_string().contains("callback `check` declared at"));
    assert_eq!(ear.reports()[0].declared_at().file(), file!());
    assert_eq!(ear.leaks(), [false; 6]);
}

#[callback(extern "C" fn(c_int) -> c_int, fallback = -1)]
fn explode(depth: c_int) -> c_int {
    struct Chain(c_int);

    impl Drop for Chain {
        fn drop(&mut self) {
            if self.0 > 0 {
                panic_any(Chain(self.0 - 1));
            }
        }
    }

    silence::<Chain>();
    panic_any(Chain(depth))
}

#[test]
fn a_payload_that_panics_stays_with_the_call() {
    let ear = listen("explode");
    // The drop of a payload may panic, and that of the second payload. A third one would be forgotten.
    for depth in 0..2 {
        // SAFETY: the function takes any number.
        assert_eq!(unsafe { explode(depth) }, -1);
    }
    assert_eq!(ear.faults(), [Fault::Panicked; 2]);
}

/// A value that C passes ownership of.
#[repr(transparent)]
struct Given(*const Drops);

impl Drop for Given {
    fn drop(&mut self) {
        // SAFETY: the counter outlives the call.
        drop(unsafe { (*self.0).token() });
    }
}

struct Owned(Given);

impl FromC<Given> for Owned {
    unsafe fn from_c(raw: Given) -> Option<Self> {
        Some(Self(raw))
    }
}

#[callback(extern "C" fn(Given, Given, *const c_int, Given) -> c_int, fallback = -1)]
fn take(first: Given, second: Owned, item: &c_int, third: Given) -> c_int {
    let _all = (first, second.0, third);
    assert_eq!(*item, 1);
    1
}

#[test]
fn each_argument_is_dropped_once_whatever_happens() {
    let ear = listen("take");
    let (drops, good, bad) = (Drops::new(), 1, 2);
    let call = |item| {
        let given = || Given(&raw const drops);
        // SAFETY: the pointer is null, or to an item.
        unsafe { take(given(), given(), item, given()) }
    };
    assert_eq!((call(&raw const good), drops.count()), (1, 3));
    assert_eq!((call(&raw const bad), drops.count()), (-1, 6));
    assert_eq!((call(ptr::null()), drops.count()), (-1, 9));
    assert_eq!(ear.faults(), [Fault::Panicked, Fault::InvalidArgument]);
}

/// An argument whose conversion fails by a panic, after another one was converted.
struct Torn;

impl FromC<c_int> for Torn {
    unsafe fn from_c(raw: c_int) -> Option<Self> {
        assert_ne!(raw, 13, "torn");
        Some(Self)
    }
}

#[callback(extern "C" fn(Given, c_int))]
fn tear(_given: Given, _torn: Torn) {}

#[test]
fn a_conversion_that_panics_counts_as_the_function() {
    let (ear, drops) = (listen("tear"), Drops::new());
    for (item, count) in [(1, 1), (13, 2), (2, 3)] {
        // SAFETY: the counter is alive.
        unsafe { tear(Given(&raw const drops), item) };
        assert_eq!(drops.count(), count);
    }
    assert_eq!(ear.faults(), [Fault::Panicked]);
}

thread_local! {
    static INNER: std::cell::RefCell<Vec<c_int>> = const { std::cell::RefCell::new(Vec::new()) };
}

#[callback(extern "C" fn(c_int) -> c_int, fallback = -1)]
fn nest(depth: c_int) -> c_int {
    let token: Token = Drops::new().token();
    // SAFETY: the function takes any number, and may be called from inside.
    let inner = if depth > 0 { unsafe { nest(depth - 1) } } else { panic!("the innermost") };
    token.touch();
    INNER.with_borrow_mut(|seen| seen.push(inner));
    depth
}

#[test]
fn calls_may_nest_and_a_fault_ends_at_its_own() {
    let ear = listen("nest");
    // SAFETY: the function takes any number.
    assert_eq!(unsafe { nest(3) }, 3);
    assert_eq!(INNER.take(), [-1, 1, 2]);
    assert_eq!(ear.faults(), [Fault::Panicked]);
}
