//! One thread among others, for an allocator that treats it differently.

use std::sync::atomic::{AtomicUsize, Ordering};

/// At most one thread, by its id in the system. Reading the id allocates nothing, so an allocator may do it.
#[derive(Debug)]
pub struct OneThread(AtomicUsize);

impl OneThread {
    /// No thread.
    #[must_use]
    pub const fn none() -> Self {
        Self(AtomicUsize::new(0))
    }

    /// Runs `body`, with this thread as the one that is treated differently.
    pub fn during<R>(&self, body: impl FnOnce() -> R) -> R {
        self.0.store(current(), Ordering::SeqCst);
        let result = body();
        self.clear();
        result
    }

    /// Ends that.
    pub fn clear(&self) {
        self.0.store(0, Ordering::SeqCst);
    }

    /// Returns whether the calling thread is the one.
    #[must_use]
    pub fn is_current(&self) -> bool {
        let thread = self.0.load(Ordering::SeqCst);
        thread != 0 && thread == current()
    }
}

/// Returns the id of this thread, which is never 0.
#[cfg(unix)]
#[allow(clippy::cast_possible_truncation, reason = "it is no wider than a pointer")]
fn current() -> usize {
    // SAFETY: the call only returns a number.
    unsafe { libc::pthread_self() as usize }
}

/// Returns the id of this thread, which is never 0.
#[cfg(windows)]
fn current() -> usize {
    unsafe extern "system" {
        safe fn GetCurrentThreadId() -> u32;
    }
    GetCurrentThreadId() as usize
}
