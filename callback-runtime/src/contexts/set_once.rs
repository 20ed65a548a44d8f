//! A cell that keeps the first value that any thread puts into it.

use core::cell::UnsafeCell;
use core::mem::MaybeUninit;
use core::sync::atomic::{AtomicU8, Ordering};

use crate::faults::unwind;

const EMPTY: u8 = 0;
const WRITING: u8 = 1;
const FULL: u8 = 2;
const TAKEN: u8 = 3;

/// A cell that keeps the first value, and returns later ones. No thread ever waits.
///
/// `std::sync::OnceLock` would block the thread that comes second, and a callback must not block.
///
/// # Invariants
///
/// - `value` is initialized exactly while `state` is `FULL`.
/// - Only the thread that moved `state` from `EMPTY` to `WRITING` may write `value`, and only the one that
///   moved it from `FULL` to `TAKEN` may read it.
pub(crate) struct SetOnce<T> {
    state: AtomicU8,
    value: UnsafeCell<MaybeUninit<T>>,
}

// SAFETY: a value is moved in on one thread and moved out on another, and is never shared.
unsafe impl<T: Send> Sync for SetOnce<T> {}

impl<T> SetOnce<T> {
    /// Whether `T` has no values: then an `Option` of it has no size. Most declarations let nothing escape, and
    /// get no code for it.
    pub(crate) const NEVER_FULL: bool = size_of::<Option<T>>() == 0;

    #[inline(always)]
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

    /// Takes the value out. The cell never keeps another one.
    #[inline]
    pub(crate) fn take(&self) -> Option<T> {
        if const { Self::NEVER_FULL } || self.is_empty() {
            return None;
        }
        if self.advance(FULL, TAKEN) {
            // SAFETY: this call moved the state from `FULL` to `TAKEN`, so the value is
            // initialized and nobody else reads it.
            Some(unsafe { self.value.get().cast::<T>().read() })
        } else {
            None
        }
    }

    /// Empties the cell, so that it keeps the next value.
    pub(crate) fn reset(&mut self) {
        unwind::drop_quietly(self.take());
        *self.state.get_mut() = EMPTY;
    }

    /// Whether there is nothing to take. This is cheaper than trying.
    #[inline]
    fn is_empty(&self) -> bool {
        self.state.load(Ordering::Relaxed) != FULL
    }

    fn advance(&self, from: u8, to: u8) -> bool {
        self.state.compare_exchange(from, to, Ordering::Acquire, Ordering::Relaxed).is_ok()
    }
}

impl<T> Drop for SetOnce<T> {
    /// A value that nobody took may be dropped while another panic unwinds, so a panic of its destructor ends
    /// here.
    #[inline]
    fn drop(&mut self) {
        if let Some(value) = self.take() {
            unwind::drop_quietly(value);
        }
    }
}
