//! A thread's own number: what a context compares to know whose call it is.
//!
//! Neither the operating system's thread id nor the address of a thread-local will do: both are
//! given to a new thread once the old one has ended. A counter is not.

/// The largest number a thread can get; the bits above it are the gate's flags.
pub(crate) const MAX: usize = usize::MAX >> 2;

/// The number of no thread: in place of those that were in a call when this process was forked.
#[cfg(feature = "std")]
pub(crate) const GONE: usize = MAX + 1;

#[cfg(feature = "std")]
mod imp {
    use core::ptr;
    use core::sync::atomic::{AtomicUsize, Ordering};

    use crate::sys::local::{self, local};

    /// What a thread has in place of a number, until it has made a context.
    const NONE: *const () = ptr::without_provenance(usize::MAX);

    local! {
        /// The number, as an address.
        static NUMBER: *const () = NONE;
    }

    /// The number of the calling thread, if it has one; else a value that is neither 0 nor any
    /// thread's number.
    #[inline(always)]
    pub(crate) fn current() -> usize {
        local::get(&NUMBER, NONE).addr()
    }

    /// The number of the calling thread, from 1 on, given to it now if it has none.
    ///
    /// # Panics
    ///
    /// When almost [`super::MAX`] threads have made contexts in this process.
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
                // Not the largest: with all flags, that would be `NONE`.
                (next < super::MAX).then(|| next + 1)
            })
            .expect("too many threads have made callbacks in this process");
        local::set(&NUMBER, ptr::without_provenance(number));
        number
    }
}

/// Without `std` there is no thread-local to be had: every thread counts as one.
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
