//! What the lock-free parts synchronise with, in one place: the models of `tests/loom` compile
//! those parts against another.

pub(crate) use crate::sys::fatal::{NoUnwind, abort};
pub(crate) use core::cell::Cell;
pub(crate) use core::sync::atomic::{
    AtomicBool, AtomicPtr, AtomicU32, AtomicUsize, Ordering, fence,
};
pub(crate) use std::hash::RandomState;
pub(crate) use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};
pub(crate) use std::thread_local;

/// A constructor, which is `const` here and cannot be in a model.
macro_rules! constructor {
    ($(#[$attr:meta])* $visibility:vis fn $($rest:tt)*) => {
        $(#[$attr])*
        $visibility const fn $($rest)*
    };
}

/// A static, which a model makes anew for each run.
macro_rules! global {
    ($(#[$attr:meta])* $visibility:vis static $name:ident: $ty:ty = $value:expr;) => {
        $(#[$attr])*
        $visibility static $name: $ty = $value;
    };
}

/// An array of values that are made one like the other, and cannot be copied.
macro_rules! repeat {
    ($value:expr; $length:expr) => {
        [const { $value }; $length]
    };
}

/// Loads what this thread alone writes: the compiler may make that a part of a comparison.
///
/// # Safety
///
/// - No other thread writes to it.
#[inline(always)]
pub(crate) unsafe fn load_own<T>(atomic: &AtomicPtr<T>) -> *mut T {
    // SAFETY: it is valid, and there is no race (the caller's promise).
    unsafe { *atomic.as_ptr() }
}

pub(crate) use {constructor, global, repeat};
