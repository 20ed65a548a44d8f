//! Functions of the C library that every system has: `strlen`, `getenv` and `atexit`.

use std::ffi::{CStr, c_char, c_int};

use callback_runtime::{Check, callback, import};
use callback_tests::run_apart;

use crate::declared::Code;

#[callback(extern "C", context = none, slots = 2)]
pub(crate) type AtExit = dyn FnMut() + Send;

/// No variable has this name.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Missing;

impl Check<*const c_char> for Missing {
    fn check(raw: *const c_char) -> Result<*const c_char, Self> {
        if raw.is_null() { Err(Self) } else { Ok(raw) }
    }
}

#[import]
unsafe extern "C" {
    safe fn strlen(text: &CStr) -> usize;
    safe fn getenv(name: &CStr) -> Result<*const c_char, Missing>;
    safe fn atexit(#[slot] function: AtExit) -> Result<(), Code>;
    safe fn abs(number: c_int) -> c_int;
    safe fn exit(code: c_int) -> !;
}

#[test]
fn strings_end_in_a_nul() {
    assert_eq!(strlen(c"four"), 4);
    assert_eq!(abs(-4), 4);
}

#[test]
fn a_result_that_is_null_is_an_error() {
    assert_eq!(getenv(c"CALLBACK_TESTS_HAVE_NO_SUCH_VARIABLE"), Err(Missing));
    // SAFETY: the variable is not changed while the tests run.
    let path = unsafe { CStr::from_ptr(getenv(c"PATH").unwrap()) };
    assert!(!path.is_empty());
}

#[test]
#[ignore = "a process that ends: see `a_closure_runs_at_exit`"]
fn child_at_exit() {
    let text = String::from("at exit, with a capture");
    // `println` would print into the buffer of the test.
    atexit(move || eprintln!("{text}")).unwrap().leak();
    // On Windows, Rust's own `exit` runs nothing of C's.
    exit(7);
}

#[test]
fn a_closure_runs_at_exit() {
    let output = run_apart(module_path!(), "child_at_exit");
    assert_eq!(output.status.code(), Some(7), "{output:?}");
    let printed = String::from_utf8_lossy(&output.stderr);
    assert!(printed.contains("at exit, with a capture"), "{output:?}");
}
