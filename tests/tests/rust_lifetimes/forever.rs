//! `forever`: C keeps the closure until the process ends. The "C library" is played by Rust.

use std::ffi::c_int;

use callback_runtime::{Fault, RawContext, RawFn, callback};
use callback_tests::{Drops, keep_reachable, listen};

#[callback(extern "C", fallback = -1)]
type Logger = dyn FnMut(c_int) -> c_int;

#[callback(extern "C", fallback = -1)]
type Init = dyn FnOnce(c_int) -> c_int;

#[callback(extern "C" fn(*const T, context: *mut T) -> bool, fallback = false)]
type Filter<T> = dyn Fn(&T) -> bool;

#[test]
fn the_closure_is_called_for_ever_and_never_dropped() {
    let drops = Drops::new();
    let (token, mut calls) = (drops.token(), 0);
    let (logger, user) = Logger::new(move |item| {
        token.touch();
        calls += item;
        calls
    })
    .forever();
    keep_reachable(user);
    // SAFETY: the parts are valid forever.
    assert_eq!([1, 1, 1].map(|item| unsafe { logger(item, user) }), [1, 2, 3]);
    assert_eq!(drops.count(), 0);
}

#[test]
fn a_panic_is_reported_and_c_gets_the_fallback_for_ever() {
    let ear = listen("Logger");
    let (logger, user) = Logger::new(|item| panic!("level {item}")).forever();
    keep_reachable(user);
    // SAFETY: the parts are valid forever.
    assert_eq!([1, 2].map(|item| unsafe { logger(item, user) }), [-1, -1]);
    assert_eq!(ear.faults(), [Fault::Panicked]);
    assert_eq!(ear.reports()[0].declared_at().file(), file!());
}

#[test]
fn a_fn_once_is_called_once() {
    let ear = listen("Init");
    let drops = Drops::new();
    let token = drops.token();
    let (init, user) = Init::new(move |item| {
        drop(token);
        item
    })
    .forever();
    keep_reachable(user);
    // SAFETY: the parts are valid forever.
    assert_eq!([1, 2].map(|item| unsafe { init(item, user) }), [1, -1]);
    assert_eq!(drops.count(), 1);
    assert_eq!(ear.faults(), [Fault::Expired]);
}

#[test]
fn a_generic_declaration_serves_every_type() {
    fn ask<T>(filter: RawFn<Filter<T>>, user: RawContext<Filter<T>>, item: &T) -> bool {
        // SAFETY: the parts are valid forever.
        unsafe { filter(item, user) }
    }

    let (even, user) = Filter::<u8>::new(|item| item % 2 == 0).forever();
    keep_reachable(user);
    assert!(ask::<u8>(even, user, &4));
    let (short, user) = Filter::<String>::new(|item| item.len() < 3).forever();
    keep_reachable(user);
    assert!(!ask::<String>(short, user, &"long".to_owned()));
}
