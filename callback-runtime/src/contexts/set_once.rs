//! A cell that keeps the first value put into it, from whatever thread.

use core::cell::UnsafeCell;
use core::mem::MaybeUninit;
use core::sync::atomic::{AtomicU8, Ordering};

use crate::faults::unwind;

const EMPTY: u8 = 0;
const WRITING: u8 = 1;
const FULL: u8 = 2;
const TAKEN: u8 = 3;

/// The first value wins; later ones are handed back. Nothing ever waits.
///
/// `std::sync::OnceLock` would do, but blocks the loser, and a callback must not block.
///
/// # Invariants
///
/// - `value` is initialised exactly while `state` is `FULL`.
/// - Who moved `state` from `EMPTY` to `WRITING` alone may write `value`, and who moved it from
///   `FULL` to `TAKEN` alone may read it.
pub(crate) struct SetOnce<T> {
    state: AtomicU8,
    value: UnsafeCell<MaybeUninit<T>>,
}

// SAFETY: a value goes in on one thread and comes out on another, and is never shared.
unsafe impl<T: Send> Sync for SetOnce<T> {}

impl<T> SetOnce<T> {
    /// Whether `T` has no values, as an `Option` without a size shows: so it is where most declarations
    /// let nothing escape, which then have no code for it.
    pub(crate) const NEVER_FULL: bool = size_of::<Option<T>>() == 0;

    pub(crate) const fn new() -> Self {
        Self { state: AtomicU8::new(EMPTY), value: UnsafeCell::new(MaybeUninit::uninit()) }
    }

    /// Keeps `value` if it is the first.
    ///
    /// # Errors
    ///
    /// Gives `value` back if another came first.
    pub(crate) fn put(&self, value: T) -> Result<(), T> {
        if self.advance(EMPTY, WRITING) {
            // SAFETY: this call moved the state from `EMPTY` to `WRITING`.
            unsafe { self.value.get().cast::<T>().write(value) };
            self.state.store(FULL, Ordering::Release);
            Ok(())
        } else {
            Err(value)
        }
    }

    /// Takes the value out; no other will be kept.
    #[inline]
    pub(crate) fn take(&self) -> Option<T> {
        if const { Self::NEVER_FULL } || self.is_empty() {
            return None;
        }
        if self.advance(FULL, TAKEN) {
            // SAFETY: this call moved the state from `FULL` to `TAKEN`, so the value is
            // initialised and nobody else reads it.
            Some(unsafe { self.value.get().cast::<T>().read() })
        } else {
            None
        }
    }

    /// Forgets that there ever was a value.
    pub(crate) fn reset(&mut self) {
        unwind::drop_quietly(self.take());
        *self.state.get_mut() = EMPTY;
    }

    /// Whether there is nothing to be taken, which is cheaper to ask than to try.
    #[inline]
    fn is_empty(&self) -> bool {
        self.state.load(Ordering::Relaxed) != FULL
    }

    fn advance(&self, from: u8, to: u8) -> bool {
        self.state.compare_exchange(from, to, Ordering::Acquire, Ordering::Relaxed).is_ok()
    }
}

impl<T> Drop for SetOnce<T> {
    /// A value that nobody took may be dropped while another panic unwinds, so its own must end here.
    #[inline]
    fn drop(&mut self) {
        if let Some(value) = self.take() {
            unwind::drop_quietly(value);
        }
    }
}
