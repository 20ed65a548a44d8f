//! Loom's synchronization, which the runtime's files use in the models.

use std::hash::{BuildHasher, DefaultHasher};
use std::ops::Deref;

pub(crate) use loom::cell::Cell;
pub(crate) use loom::sync::atomic::{AtomicBool, AtomicPtr, AtomicU32, Ordering, fence};
pub(crate) use loom::sync::{Condvar, Mutex, MutexGuard};
pub(crate) use std::sync::PoisonError;

pub(crate) use crate::local::ends as thread_local;

/// An `AtomicUsize` whose stores are exchanges.
///
/// No store comes between the read and the write of an exchange. Loom allows that: if a store runs after
/// another thread's exchange, and its thread has not seen that, then a load may return the value of the
/// exchange after it has returned that of the store. Loom keeps two exchanges in order.
///
/// This synchronizes more than a store in one way: a thread that acquires what it wrote also acquires what the
/// store before it released.
pub(crate) struct AtomicUsize(loom::sync::atomic::AtomicUsize);

impl AtomicUsize {
    pub(crate) fn new(value: usize) -> Self {
        Self(loom::sync::atomic::AtomicUsize::new(value))
    }

    pub(crate) fn store(&self, value: usize, order: Ordering) {
        self.0.swap(value, order);
    }
}

impl Deref for AtomicUsize {
    type Target = loom::sync::atomic::AtomicUsize;

    fn deref(&self) -> &Self::Target {
        &self.0
    }
}

/// Ends a model like loom, by unwinding.
pub(crate) fn abort(reason: &str) -> ! {
    panic!("{reason}")
}

/// Loom ends a model by unwinding.
pub(crate) struct NoUnwind;

impl NoUnwind {
    pub(crate) fn new() -> Self {
        Self
    }

    #[allow(clippy::unused_self, reason = "the runtime's `NoUnwind` is forgotten")]
    pub(crate) fn disarm(self) {}
}

/// Not random, because every run of a model has to do the same.
pub(crate) struct RandomState;

impl RandomState {
    pub(crate) fn new() -> Self {
        Self
    }
}

impl BuildHasher for RandomState {
    type Hasher = DefaultHasher;

    fn build_hasher(&self) -> DefaultHasher {
        DefaultHasher::new()
    }
}

macro_rules! constructor {
    ($(#[$attr:meta])* $visibility:vis fn $($rest:tt)*) => {
        $(#[$attr])*
        $visibility fn $($rest)*
    };
}

macro_rules! global {
    ($(#[$attr:meta])* static $name:ident: $ty:ty = $value:expr;) => {
        loom::lazy_static! {
            $(#[$attr])*
            static ref $name: $ty = $value;
        }
    };
}

macro_rules! repeat {
    ($value:expr; $length:expr) => {
        core::array::from_fn::<_, { $length }, _>(|_| $value)
    };
}

/// Loads a value that only this thread writes.
///
/// # Safety
///
/// - No other thread writes to it, or else loom reports it.
pub(crate) unsafe fn load_own<T>(atomic: &AtomicPtr<T>) -> *mut T {
    // SAFETY: the caller's promise.
    unsafe { atomic.unsync_load() }
}

pub(crate) use {constructor, global, repeat};
