//! What callbacks that are registered for ever have left, where leak checkers find it.

use std::boxed::Box;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::vec::Vec;

static LEFT: Mutex<Vec<Left>> = Mutex::new(Vec::new());

/// It is kept, and never used.
pub(crate) struct Left(#[allow(dead_code)] *const ());

// SAFETY: a pointer that nobody follows may be anywhere.
unsafe impl Send for Left {}

/// Leaks a value.
pub(crate) fn keep<T: ?Sized>(value: Box<T>) {
    let left = Left(Box::into_raw(value).cast_const().cast());
    lock().push(left);
}

pub(crate) type Guard = MutexGuard<'static, Vec<Left>>;

pub(crate) fn lock() -> Guard {
    LEFT.lock().unwrap_or_else(PoisonError::into_inner)
}
