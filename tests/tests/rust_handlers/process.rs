//! Faults that end the process. Each test runs a child.

use std::ffi::{c_int, c_void};

use callback_runtime::callback;
use callback_tests::{keep, run_apart};

use crate::declared::call;

#[callback(extern "C", fallback = abort)]
trait Strict {
    #[callback(fn(context: *mut c_void, item: c_int) -> c_int)]
    fn value(&mut self, item: c_int) -> c_int;
    /// Its own fallback replaces the shared one.
    #[callback(fn(context: *mut c_void, _item: c_int) -> c_int, fallback = 100 / _item)]
    fn mild(&mut self) -> c_int;
    #[callback(fn(context: *mut c_void, _code: c_int) -> c_int)]
    fn end(self) -> c_int;
}

struct Panics;

impl Strict for Panics {
    fn value(&mut self, item: c_int) -> c_int {
        assert!(item != 13, "thirteen");
        item
    }

    fn mild(&mut self) -> c_int {
        panic!("mild")
    }

    fn end(self) -> c_int {
        panic!("end")
    }
}

fn hand_over() -> (StrictFunctions, *mut c_void) {
    Strict::new(Panics).notified(keep).unwrap()
}

fn aborts(test: &str, expected: &str) {
    let output = run_apart(module_path!(), test);
    let message = String::from_utf8_lossy(&output.stderr);
    assert!(!output.status.success() && message.contains(expected), "{output:?}");
    assert!(!String::from_utf8_lossy(&output.stdout).contains("FAILED"), "{output:?}");
}

#[test]
#[cfg_attr(miri, ignore = "Miri cannot start a process")]
fn the_shared_fallback_aborts() {
    aborts("child_value", "`Strict::value`");
    aborts("child_end", "`Strict::end`");
    aborts("child_after", "`Strict::value`");
}

#[test]
#[cfg_attr(miri, ignore = "Miri cannot start a process")]
fn a_fallback_that_panics_aborts() {
    aborts("child_mild", "the fallback panicked");
}

#[test]
#[ignore = "a child of another test"]
fn child_value() {
    let (functions, user) = hand_over();
    assert_eq!(call!(functions.value(user, 1)), 1);
    call!(functions.value(user, 13));
}

#[test]
#[ignore = "a child of another test"]
fn child_end() {
    let (functions, user) = hand_over();
    call!(functions.end(user, 1));
}

#[test]
#[ignore = "a child of another test"]
fn child_after() {
    let (functions, user) = hand_over();
    assert_eq!(call!(functions.mild(user, 5)), 20);
    // It does not run after the panic of another method.
    call!(functions.value(user, 1));
}

#[test]
#[ignore = "a child of another test"]
fn child_mild() {
    let (functions, user) = hand_over();
    call!(functions.mild(user, 0));
}
