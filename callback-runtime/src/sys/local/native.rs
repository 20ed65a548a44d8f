//! A pointer that each thread has for itself: a thread-local of the language's.

use core::cell::Cell;
use std::thread::LocalKey;

/// A variable of each thread's.
pub(crate) type Local<T> = LocalKey<Cell<*const T>>;

macro_rules! local {
    ($(#[$attr:meta])* static $name:ident: *const $ty:ty = $initial:expr;) => {
        std::thread_local! {
            $(#[$attr])*
            static $name: core::cell::Cell<*const $ty> = const { core::cell::Cell::new($initial) };
        }
    };
}
pub(crate) use local;

/// What was [`set`] on this thread; `initial`, which is that of the declaration, before.
///
/// Some targets have thread-locals by way of a library, and there they end before the thread does:
/// then it is `initial` again.
#[inline(always)]
pub(crate) fn get<T>(local: &'static Local<T>, initial: *const T) -> *const T {
    local.try_with(Cell::get).unwrap_or(initial)
}

/// Sets the variable of this thread.
///
/// # Panics
///
/// When it has ended, on such targets.
#[inline(always)]
pub(crate) fn set<T>(local: &'static Local<T>, value: *const T) {
    local.set(value);
}
