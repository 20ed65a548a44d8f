//! A pointer that each thread has for itself, by the thread-locals of the language.

use core::cell::Cell;
use std::thread::LocalKey;

/// A variable that each thread has for itself.
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

/// Returns what was [`set`] on this thread. Before that, returns `initial`, which is the value in the
/// declaration.
///
/// On some targets a library provides thread-locals, and they end before the thread does. Then this returns
/// `initial` again.
#[inline(always)]
pub(crate) fn get<T>(local: &'static Local<T>, initial: *const T) -> *const T {
    local.try_with(Cell::get).unwrap_or(initial)
}

/// Sets the variable of this thread.
///
/// # Panics
///
/// If the variable has ended, on such targets.
#[inline(always)]
pub(crate) fn set<T>(local: &'static Local<T>, value: *const T) {
    local.set(value);
}
