//! The thread that runs, as the system tells them apart: asking allocates nothing, so an allocator may.

/// The id of this thread, which is never 0.
#[cfg(unix)]
#[must_use]
#[allow(clippy::cast_possible_truncation, reason = "it is no wider than a pointer")]
pub fn os_thread() -> usize {
    // SAFETY: it only asks.
    unsafe { libc::pthread_self() as usize }
}

/// The id of this thread, which is never 0.
#[cfg(windows)]
#[must_use]
pub fn os_thread() -> usize {
    unsafe extern "system" {
        safe fn GetCurrentThreadId() -> u32;
    }
    GetCurrentThreadId() as usize
}
