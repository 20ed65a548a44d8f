//! A crate that forbids unsafe code can declare callbacks, and can name the runtime as it likes.

#![forbid(unsafe_code)]
#![deny(warnings)]
#![deny(clippy::all, clippy::pedantic, clippy::nursery)]
#![deny(missing_docs, missing_debug_implementations, unused, rust_2018_idioms, non_snake_case)]
#![deny(unused_qualifications, unreachable_pub, unused_lifetimes, missing_copy_implementations)]

use core::ffi::{CStr, c_char, c_int, c_void};
use core::ops::ControlFlow;

use callbacks::callback;

/// The short form.
#[callback(extern "C", fallback = 0, crate = ::callbacks)]
pub type Compare<T> = dyn FnMut(&T, &T) -> core::cmp::Ordering;

/// All parts of the full form.
#[callback(
    extern "C" fn(context: *mut c_void, c_int, *const *mut c_char, bool) -> c_int,
    continue = 0, break = 1, fallback = { 2 },
    matches = Option<unsafe extern "C" fn(*mut c_void, c_int, *const *mut c_char, bool) -> c_int>,
    crate = ::callbacks,
)]
pub type Exec<B> = dyn FnMut(c_int, &*mut c_char, bool) -> ControlFlow<B> + Send;

/// A context that an expression finds.
#[callback(
    extern "C" fn(name: *const c_char, hOwner: usize) -> c_int,
    context = hOwner, err = -1, ok = 0, fallback = -1,
    crate = ::callbacks,
)]
pub type Named<E> = dyn FnOnce(&CStr, usize) -> Result<(), E>;

/// An API without user data that passes C's `bool`.
#[callback(
    extern "C" fn(c_int, bool) -> c_int,
    context = none, slots = 2, fallback = -1,
    crate = ::callbacks,
)]
pub type Handler = dyn Fn(c_int, bool) -> c_int + Send + Sync;
