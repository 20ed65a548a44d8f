//! Values that leaked registrations keep forever, in a static where leak checkers find them.

use std::boxed::Box;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::vec::Vec;

static LEAKED: Mutex<Vec<Leaked>> = Mutex::new(Vec::new());

/// The address of a leaked value, which nobody uses.
pub(crate) struct Leaked(#[allow(dead_code)] *const ());

// SAFETY: nobody dereferences the pointer.
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
