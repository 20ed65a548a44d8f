//! What callbacks that are registered for ever have left, where leak checkers find it.

use std::boxed::Box;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::vec::Vec;

static LEAKED: Mutex<Vec<Leaked>> = Mutex::new(Vec::new());

/// It is kept, and never used.
pub(crate) struct Leaked(#[allow(dead_code)] *const ());

// SAFETY: a pointer that nobody follows may be anywhere.
unsafe impl Send for Leaked {}

/// Leaks a value.
pub(crate) fn leak<T: ?Sized>(value: Box<T>) {
    let leaked = Leaked(Box::into_raw(value).cast_const().cast());
    lock().push(leaked);
}

pub(crate) type Guard = MutexGuard<'static, Vec<Leaked>>;

pub(crate) fn lock() -> Guard {
    LEAKED.lock().unwrap_or_else(PoisonError::into_inner)
}
