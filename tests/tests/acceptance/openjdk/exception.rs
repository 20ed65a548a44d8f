//! J8: a callback throws, and nothing catches it: the process ends, and prints why.
//!
//! In Java, the process ends inside the call. Here the call returns to C first, and the panic goes on at the call
//! of `scope`. With `panic = "abort"`, Rust ends the process inside, too: see `panic_abort.rs`.

use std::ffi::c_int;

use callback_runtime::{RawContext, RawFn, callback};
use callback_tests::run_apart;

#[callback(extern "C" fn(c_int, context: *mut std::ffi::c_void))]
type Void = dyn FnMut(c_int);

#[callback(extern "C", fallback = -1)]
type Int = dyn FnMut(c_int) -> c_int;

unsafe extern "C" {
    #[link_name = "j7_do_recurse"]
    fn call_void(depth: c_int, f: RawFn<Void>, user: RawContext<Void>);
    #[link_name = "p12_int"]
    fn call_int(f: RawFn<Int>, value: c_int, user: RawContext<Int>) -> c_int;
}

#[test]
#[ignore = "a test runs it in a child process"]
fn a_void_callback_throws() {
    // SAFETY: C calls only during this call.
    Void::new(|_| panic!("Testing upcall exceptions")).scope(|f, user| unsafe {
        call_void(1, f, user);
    });
    eprintln!("the scope went on");
}

#[test]
#[ignore = "a test runs it in a child process"]
fn a_callback_that_returns_throws() {
    Int::new(|_| panic!("Testing upcall exceptions")).scope(|f, user| {
        // SAFETY: C calls only during this call.
        let answer = unsafe { call_int(f, 1, user) };
        eprintln!("C has got {answer}");
    });
    eprintln!("the scope went on");
}

/// Returns the output of the process that ran the test, and failed.
fn ended(test: &str) -> String {
    let output = run_apart(module_path!(), test);
    assert!(!output.status.success(), "{output:?}");
    let said = String::from_utf8(output.stderr).unwrap();
    assert!(said.contains("Testing upcall exceptions"), "{said}");
    assert!(!said.contains("went on"), "{said}");
    said
}

#[test]
fn j8_upcall_exception_of_void() {
    ended("a_void_callback_throws");
}

#[test]
fn j8_upcall_exception_of_a_value() {
    let said = ended("a_callback_that_returns_throws");
    assert!(said.contains("C has got -1"), "{said}");
}
