//! A pointer that each thread has for itself on Windows with the GNU tools, by the thread-local storage of the
//! system, because the language has no thread-locals there.
//!
//! `std::thread_local!` uses the same storage, but a callback cannot use the macro: its first use on a thread
//! allocates, it ends before the thread does, and reading it clears what `GetLastError` returns.

use core::ffi::c_void;
use core::marker::PhantomData;
use std::sync::OnceLock;

/// A variable that each thread has for itself.
///
/// The index returns to the system when the process ends.
pub(crate) struct Local<T>(OnceLock<u32>, PhantomData<fn() -> *const T>);

impl<T> Local<T> {
    pub(crate) const fn new() -> Self {
        Self(OnceLock::new(), PhantomData)
    }
}

macro_rules! local {
    ($(#[$attr:meta])* static $name:ident: *const $ty:ty = $initial:expr;) => {
        $(#[$attr])*
        static $name: crate::sys::local::Local<$ty> = crate::sys::local::Local::new();
    };
}
pub(crate) use local;

const TLS_OUT_OF_INDEXES: u32 = u32::MAX;

#[link(name = "kernel32")]
unsafe extern "system" {
    safe fn GetLastError() -> u32;
    safe fn SetLastError(error: u32);
    safe fn TlsAlloc() -> u32;
    unsafe fn TlsGetValue(index: u32) -> *mut c_void;
    unsafe fn TlsSetValue(index: u32, value: *mut c_void) -> i32;
}

/// Returns what was [`set`] on this thread. Before that, returns `initial`, which is the value in the
/// declaration.
#[inline]
pub(crate) fn get<T>(local: &'static Local<T>, initial: *const T) -> *const T {
    let Some(&index) = local.0.get() else { return initial };
    // `TlsGetValue` sets the last error to 0 when it succeeds, because null is also what it returns on failure:
    // https://learn.microsoft.com/windows/win32/api/processthreadsapi/nf-processthreadsapi-tlsgetvalue
    let error = GetLastError();
    // SAFETY: the index has been allocated, and is never freed.
    let value = unsafe { TlsGetValue(index) };
    SetLastError(error);
    if value.is_null() { initial } else { value.cast_const().cast() }
}

/// Sets the variable of this thread.
///
/// # Panics
///
/// If the process has no index left, or the thread no memory.
pub(crate) fn set<T>(local: &'static Local<T>, value: *const T) {
    let index = *local.0.get_or_init(|| {
        let index = TlsAlloc();
        assert!(index != TLS_OUT_OF_INDEXES, "this process has no thread-local storage left");
        index
    });
    // SAFETY: the index has been allocated, and is never freed.
    let set = unsafe { TlsSetValue(index, value.cast_mut().cast()) };
    assert!(set != 0, "this thread has no thread-local storage left");
}
