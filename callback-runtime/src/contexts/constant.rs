//! The value of a constant, in as many copies as are needed.

use core::mem::ManuallyDrop;
use core::ptr;

/// The value of a constant expression. It is never dropped.
///
/// The constant could be evaluated anew at each use, on any thread. So a copy of its bits is as good as a value
/// of its own, and the type need be neither `Copy` nor `Send`.
pub(crate) struct Fallback<R>(ManuallyDrop<R>);

// SAFETY: the value could have been evaluated on the other thread (see `Fallback`).
unsafe impl<R> Send for Fallback<R> {}
// SAFETY: as above, and a shared value is only ever copied.
unsafe impl<R> Sync for Fallback<R> {}

impl<R> Fallback<R> {
    /// # Safety
    ///
    /// - `value` is the value of a constant.
    #[inline(always)]
    pub(crate) const unsafe fn new(value: R) -> Self {
        Self(ManuallyDrop::new(value))
    }

    #[inline(always)]
    pub(crate) fn value(&self) -> R {
        // SAFETY: a copy of the bits of a constant is a value of its own, see `Fallback`.
        unsafe { ptr::from_ref(&self.0).cast::<R>().read() }
    }
}
