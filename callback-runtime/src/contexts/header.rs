//! The header of a context: its record and the fallback.

use crate::contexts::constant::Fallback;
use crate::contexts::record::Record;
use crate::contract::prefix::Prefix;
use crate::faults::fault::Site;

/// The part of a context that does not depend on the closure.
///
/// The record comes first, so the header and the record have the same address.
#[repr(C)]
pub(crate) struct Header<R> {
    pub(crate) record: Record,
    fallback: Fallback<R>,
}

// SAFETY: it is the first field of a `Core`, and that of a `Context`; both are `repr(C)`.
unsafe impl<R> Prefix for Header<R> {}

impl<R> Header<R> {
    /// # Safety
    ///
    /// - `fallback` is the value of a constant.
    #[inline(always)]
    pub(crate) const unsafe fn new(site: &'static Site, fallback: R) -> Self {
        Self {
            record: Record::new(site),
            // SAFETY: the caller's promise.
            fallback: unsafe { Fallback::new(fallback) },
        }
    }

    pub(crate) fn fallback(&self) -> R {
        self.fallback.value()
    }
}
