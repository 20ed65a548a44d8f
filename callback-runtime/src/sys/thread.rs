//! The number of a thread, by which a context knows whether its owner calls.
//!
//! Neither the system's thread id nor the address of a thread-local is enough: both are given to a new thread
//! after the old one has ended. A number from a counter is not.

/// The largest number that a thread can get. The bits above it are the flags of the gate.
pub(crate) const MAX: usize = usize::MAX >> 2;

/// A number that no thread has. It replaces those of threads that were in a call when this process was forked.
#[cfg(feature = "std")]
pub(crate) const GONE: usize = MAX + 1;

#[cfg(feature = "std")]
mod imp {
    use core::ptr;
    use core::sync::atomic::{AtomicUsize, Ordering};

    use crate::sys::local::{self, local};

    /// The value of a thread that has no number yet.
    const NONE: *const () = ptr::without_provenance(usize::MAX);

    local! {
        /// The number, as an address.
        static NUMBER: *const () = NONE;
    }

    /// Returns the number of the calling thread. If it has none yet, returns a value that is not 0 and no
    /// thread's number.
    #[inline(always)]
    pub(crate) fn current() -> usize {
        local::get(&NUMBER, NONE).addr()
    }

    /// Returns the number of the calling thread, from 1 on. Assigns one if it has none yet.
    ///
    /// # Panics
    ///
    /// If almost [`super::MAX`] threads have made contexts in this process.
    #[inline]
    pub(crate) fn number() -> usize {
        let number = current();
        if number == NONE.addr() { assign() } else { number }
    }

    #[cold]
    #[inline(never)]
    fn assign() -> usize {
        static NEXT: AtomicUsize = AtomicUsize::new(1);
        let number = NEXT
            .fetch_update(Ordering::Relaxed, Ordering::Relaxed, |next| {
                // Not the largest number: with all flags set, that would be `NONE`.
                (next < super::MAX).then(|| next + 1)
            })
            .expect("too many threads have made callbacks in this process");
        local::set(&NUMBER, ptr::without_provenance(number));
        number
    }
}

/// Without `std` there are no thread-locals, so all threads have the same number.
#[cfg(not(feature = "std"))]
mod imp {
    #[inline(always)]
    pub(crate) fn current() -> usize {
        1
    }

    #[inline]
    pub(crate) fn number() -> usize {
        1
    }
}

pub(crate) use imp::{current, number};
