//! Declarations that several modules need, and the errors of their libraries.

use std::ffi::{c_int, c_void};
use std::ops::ControlFlow;

use callback_runtime::{Check, Status, callback};

#[callback(
    extern "C" fn(item: c_int, context: *mut c_void) -> c_int,
    continue = 1, break = 0, fallback = 0,
)]
pub(crate) type Visit<B> = dyn FnMut(c_int) -> ControlFlow<B>;

#[callback(extern "C", fallback = -1)]
pub(crate) type Step = dyn FnMut(c_int) -> c_int;

#[callback(extern "C", fallback = -1)]
pub(crate) type Once = dyn FnOnce(c_int) -> c_int;

/// The error of a function that reports failure by a nonzero code.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Code(pub(crate) c_int);

impl Status for Code {
    type C = c_int;

    fn check(raw: c_int) -> Result<(), Self> {
        if raw == 0 { Ok(()) } else { Err(Self(raw)) }
    }
}

impl Check<c_int> for Code {
    fn check(raw: c_int) -> Result<c_int, Self> {
        if raw < 0 { Err(Self(raw)) } else { Ok(raw) }
    }
}
