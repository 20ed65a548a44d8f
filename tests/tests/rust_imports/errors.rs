//! Errors of C, and what takes precedence over them: a panic, then a value that escapes from a callback.

use std::ffi::{c_int, c_void};
use std::io;
use std::ops::ControlFlow::{Break, Continue};

use callback_runtime::{Errno, Hresult, LastError, import};
use callback_tests::{listen, message, panic_of};

use crate::declared::linked::{attempt_each, try_attempt, try_visit};
use crate::declared::{Code, Finish};
use crate::library::{answer, call, noted};

#[test]
fn success_is_what_the_error_says() {
    assert_eq!(try_visit(1, |_| Continue::<()>(())), Ok(Continue(())));
    answer(6);
    // For `Check`, a positive code is a count.
    assert_eq!(try_attempt(1, |_| Ok::<(), ()>(())), Ok(Ok(6)));
}

#[test]
fn an_error_of_c_is_outermost() {
    answer(2);
    assert_eq!(try_visit(1, |_| Continue::<()>(())), Err(Code(2)));
    answer(-2);
    assert_eq!(try_attempt(1, |_| Ok::<(), ()>(())), Err(Code(-2)));
}

#[test]
fn what_escapes_goes_before_an_error_of_c() {
    answer(3);
    assert_eq!(try_visit(8, Break), Ok(Break(8)));
    answer(-3);
    assert_eq!(try_attempt(9, Err), Ok(Err(9)));
    assert_eq!(noted(), ["try", "try"]);
}

#[test]
fn a_panic_goes_before_an_error_of_c() {
    let _ear = listen("Visit");
    answer(4);
    let payload = panic_of(|| try_visit::<(), _>(1, |_| panic!("before the error")));
    assert_eq!(message(&*payload), "before the error");
}

#[test]
fn without_an_error_the_result_is_that_of_the_scope() {
    assert_eq!(attempt_each(2, |item| if item == 1 { Err("one") } else { Ok(()) }), Err("one"));
}

/// The errors that C's functions report, selected by the argument.
mod c {
    use std::ffi::{c_int, c_void};
    use std::ptr;

    pub(super) extern "C" fn number(number: c_int) -> c_int {
        number
    }

    pub(super) extern "C" fn pointer(address: usize) -> *mut c_void {
        ptr::without_provenance_mut(address)
    }

    pub(super) extern "C" fn nothing(_: c_int) {}
}

#[import(from = c)]
unsafe extern "C" {
    #[link_name = "number"]
    safe fn hresult(number: c_int) -> Result<(), Hresult>;
    #[link_name = "number"]
    safe fn hresult_number(number: c_int) -> Result<c_int, Hresult>;
    #[link_name = "number"]
    safe fn boolean(number: c_int) -> Result<(), LastError>;
    #[link_name = "pointer"]
    safe fn handle(address: usize) -> Result<*mut c_void, LastError>;
    #[link_name = "number"]
    safe fn posix(number: c_int) -> Result<c_int, Errno>;
    #[link_name = "pointer"]
    safe fn map(address: usize) -> Result<*mut c_void, Errno>;
    safe fn nothing(number: c_int) -> Result<(), std::convert::Infallible>;
    #[link_name = "number"]
    safe fn infallible(number: c_int) -> Result<c_int, std::convert::Infallible>;
}

#[test]
fn an_hresult_that_is_negative_is_an_error() {
    assert_eq!((hresult(0), hresult(1), hresult_number(1)), (Ok(()), Ok(()), Ok(1)));
    assert_eq!((hresult(-5), hresult_number(-5)), (Err(Hresult(-5)), Err(Hresult(-5))));
    let error: io::Error = Hresult(-5).into();
    assert!(cfg!(windows) || error.to_string() == "HRESULT 0xfffffffb", "{error}");
}

#[test]
fn win32_fails_by_zero_null_and_the_invalid_handle() {
    assert_eq!((boolean(7), boolean(-1)), (Ok(()), Ok(())));
    assert!(boolean(0).is_err() && handle(0).is_err() && handle(usize::MAX).is_err());
    assert_eq!(handle(16).unwrap().addr(), 16);
}

#[test]
fn posix_fails_by_minus_one_and_null() {
    assert_eq!((posix(0), posix(-2)), (Ok(0), Ok(-2)));
    assert!(posix(-1).is_err() && map(0).is_err() && map(usize::MAX).is_err());
    assert_eq!(map(8).unwrap().addr(), 8);
}

#[test]
fn what_cannot_fail_does_not() {
    assert_eq!((nothing(0), infallible(-1)), (Ok(()), Ok(-1)));
}

#[import(from = crate::library)]
unsafe extern "C" {
    #[link_name = "imports_keep"]
    safe fn keep_checked(#[once] step: Finish, context: *mut c_void) -> Result<c_int, Errno>;
}

#[test]
fn a_code_may_be_a_count_for_one_error_and_a_failure_for_another() {
    answer(5);
    assert_eq!(keep_checked(|item| item), Ok(5));
    // C owns the closure until then.
    assert_eq!(call(3), 3);
    answer(-1);
    assert!(keep_checked(|item| item).is_err());
}
