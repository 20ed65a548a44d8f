//! The control: a call with a convention that differs from the trampoline's is noticed, and survived.

use std::ffi::{c_int, c_void};

use callback_runtime::callback;
use callback_tests::keep_all;

use super::{CDECL, Convention, STDCALL, SYSTEM, word};

#[callback(extern "cdecl" fn(c_int, c_int, context: *mut c_void) -> c_int, fallback = -1)]
type Cdecl = dyn FnMut(c_int, c_int) -> c_int;

#[callback(extern "stdcall" fn(c_int, c_int, context: *mut c_void) -> c_int, fallback = -1)]
type Stdcall = dyn FnMut(c_int, c_int) -> c_int;

#[callback(extern "C" fn(c_int, c_int, context: *mut c_void) -> c_int, fallback = -1)]
type C = dyn FnMut(c_int, c_int) -> c_int;

#[callback(fallback = -1)]
type System = dyn FnMut(c_int, c_int) -> c_int;

/// Both conventions have the arguments in the same places, but differ in who removes them.
fn call(by: Convention, function: *const (), user: *mut c_void) -> (c_int, i32) {
    // SAFETY: the caller of the frame repairs the stack. The context is alive.
    let left = unsafe { by.call().make(function, &[5, 6, word(user)]) };
    (left.answer(), left.off)
}

macro_rules! differences {
    ($callback:ident) => {
        $callback::new(|a, b| a * b)
            .scope(|f, user| [CDECL, STDCALL].map(|by| call(by, f as *const (), user)))
    };
}

#[test]
fn a_cdecl_trampoline_called_as_stdcall_leaves_the_arguments() {
    assert_eq!(differences!(Cdecl), [(30, 0), (30, -12)]);
    assert_eq!(differences!(C), [(30, 0), (30, -12)]);
}

#[test]
fn a_stdcall_trampoline_called_as_cdecl_takes_the_arguments_too() {
    assert_eq!(differences!(Stdcall), [(30, 12), (30, 0)]);
}

#[test]
fn the_short_form_is_stdcall_on_windows_and_cdecl_elsewhere() {
    let expected = if cfg!(windows) { [(30, 12), (30, 0)] } else { [(30, 0), (30, -12)] };
    assert_eq!(differences!(System), expected);
}

#[test]
fn a_destroy_function_called_by_another_convention_is_seen() {
    let destroyed_by = |by: Convention| {
        let (_, user, destroy) = Stdcall::new(|a, b| a * b).notified(keep_all).unwrap();
        // SAFETY: no call follows, and the stack is repaired.
        unsafe { by.call().make(destroy as *const (), &[word::<c_void>(user)]) }.off
    };
    assert_eq!([CDECL, STDCALL].map(destroyed_by), [4, 0]);
    let destroyed_by = |by: Convention| {
        let (_, user, destroy) = System::new(|a, b| a * b).notified(keep_all).unwrap();
        // SAFETY: no call follows, and the stack is repaired.
        unsafe { by.call().make(destroy as *const (), &[word::<c_void>(user)]) }.off
    };
    assert_eq!(destroyed_by(SYSTEM), 0);
    assert_ne!([CDECL, STDCALL].map(destroyed_by), [0, 0]);
}
