//! Where a thread keeps its number on Windows with the GNU tools, where the language has no
//! thread-locals: in one of the system's.
//!
//! `std::thread_local!` uses those, too, but a callback cannot use it: its first use on a thread
//! allocates, it ends before the thread does, and reading it clears what `GetLastError` returns.

use core::ffi::c_void;
use core::ptr;
use std::sync::OnceLock;

/// The index, which is given back to the system when the process ends.
static INDEX: OnceLock<u32> = OnceLock::new();

const TLS_OUT_OF_INDEXES: u32 = u32::MAX;

#[link(name = "kernel32")]
unsafe extern "system" {
    safe fn GetLastError() -> u32;
    safe fn SetLastError(error: u32);
    safe fn TlsAlloc() -> u32;
    unsafe fn TlsGetValue(index: u32) -> *mut c_void;
    unsafe fn TlsSetValue(index: u32, value: *mut c_void) -> i32;
}

/// What [`set`] has been given on this thread; 0 before.
#[inline]
pub(crate) fn get() -> usize {
    let Some(&index) = INDEX.get() else { return 0 };
    // `TlsGetValue` sets it to 0 when it succeeds, since null is also what it returns on failure:
    // https://learn.microsoft.com/windows/win32/api/processthreadsapi/nf-processthreadsapi-tlsgetvalue
    let error = GetLastError();
    // SAFETY: the index has been allocated, and is never freed.
    let value = unsafe { TlsGetValue(index) };
    SetLastError(error);
    value.addr()
}

/// # Panics
///
/// When the process has no index left, or the thread no memory.
pub(crate) fn set(number: usize) {
    let index = *INDEX.get_or_init(|| {
        let index = TlsAlloc();
        assert!(index != TLS_OUT_OF_INDEXES, "this process has no thread-local storage left");
        index
    });
    // SAFETY: the index has been allocated, and is never freed.
    let set = unsafe { TlsSetValue(index, ptr::without_provenance_mut(number)) };
    assert!(set != 0, "this thread has no thread-local storage left");
}
