//! The atomics, locks and statics of the lock-free parts. The models of `tests/loom` compile those parts against
//! another file.

pub(crate) use crate::sys::fatal::{NoUnwind, abort};
pub(crate) use core::cell::Cell;
pub(crate) use core::sync::atomic::{AtomicPtr, AtomicU32, AtomicUsize, Ordering, fence};
pub(crate) use std::hash::RandomState;
pub(crate) use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};
pub(crate) use std::thread_local;

/// Declares a constructor, which is `const` here and cannot be in a model.
macro_rules! constructor {
    ($(#[$attr:meta])* $visibility:vis fn $($rest:tt)*) => {
        $(#[$attr])*
        $visibility const fn $($rest)*
    };
}

/// Declares a static, which a model makes anew for each run.
macro_rules! global {
    ($(#[$attr:meta])* $visibility:vis static $name:ident: $ty:ty = $value:expr;) => {
        $(#[$attr])*
        $visibility static $name: $ty = $value;
    };
}

/// Makes an array of values that cannot be copied, from one expression.
macro_rules! repeat {
    ($value:expr; $length:expr) => {
        [const { $value }; $length]
    };
}

/// Loads a value that this thread alone writes. The compiler may merge the load into a comparison.
///
/// # Safety
///
/// - No other thread writes to it.
#[inline(always)]
pub(crate) unsafe fn load_own<T>(atomic: &AtomicPtr<T>) -> *mut T {
    // SAFETY: the pointer is valid, and no other thread writes to it (the caller's promise), so there is no
    // race.
    unsafe { *atomic.as_ptr() }
}

pub(crate) use {constructor, global, repeat};
