//! One thread among others, for an allocator that treats it in a way of its own.

use std::sync::atomic::{AtomicUsize, Ordering};

/// At most one thread, as the system tells them apart: asking allocates nothing, so an allocator may.
#[derive(Debug)]
pub struct OneThread(AtomicUsize);

impl OneThread {
    /// No thread.
    #[must_use]
    pub const fn none() -> Self {
        Self(AtomicUsize::new(0))
    }

    /// Runs `body`, and is this thread meanwhile.
    pub fn during<R>(&self, body: impl FnOnce() -> R) -> R {
        self.0.store(current(), Ordering::SeqCst);
        let result = body();
        self.clear();
        result
    }

    /// Is none from now on.
    pub fn clear(&self) {
        self.0.store(0, Ordering::SeqCst);
    }

    /// Whether it is the thread that asks.
    #[must_use]
    pub fn is_current(&self) -> bool {
        let thread = self.0.load(Ordering::SeqCst);
        thread != 0 && thread == current()
    }
}

/// The id of this thread, which is never 0.
#[cfg(unix)]
#[allow(clippy::cast_possible_truncation, reason = "it is no wider than a pointer")]
fn current() -> usize {
    // SAFETY: it only asks.
    unsafe { libc::pthread_self() as usize }
}

/// The id of this thread, which is never 0.
#[cfg(windows)]
fn current() -> usize {
    unsafe extern "system" {
        safe fn GetCurrentThreadId() -> u32;
    }
    GetCurrentThreadId() as usize
}
