//! What the runtime's files synchronise with here: loom's.

use std::hash::{BuildHasher, DefaultHasher};

pub(crate) use loom::cell::Cell;
pub(crate) use loom::sync::atomic::{
    AtomicBool, AtomicPtr, AtomicU32, AtomicUsize, Ordering, fence,
};
pub(crate) use loom::sync::{Condvar, Mutex, MutexGuard};
pub(crate) use std::sync::PoisonError;

pub(crate) use crate::local::ends as thread_local;

/// Ends a model, as loom does, by unwinding.
pub(crate) fn abort(reason: &str) -> ! {
    panic!("{reason}")
}

/// Loom ends a model by unwinding.
pub(crate) struct NoUnwind;

impl NoUnwind {
    pub(crate) fn new() -> Self {
        Self
    }

    #[allow(clippy::unused_self, reason = "the runtime's own forgets itself")]
    pub(crate) fn end(self) {}
}

/// Not random, since every run of a model has to do the same.
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

/// Loads what this thread alone writes.
///
/// # Safety
///
/// - No other thread writes to it, or else loom tells.
pub(crate) unsafe fn load_own<T>(atomic: &AtomicPtr<T>) -> *mut T {
    // SAFETY: the caller's promise.
    unsafe { atomic.unsync_load() }
}

pub(crate) use {constructor, global, repeat};
