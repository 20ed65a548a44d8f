//! The error for a declaration whose slots are all in use.

use core::fmt;

use crate::faults::fault::Site;

/// The error for a declaration whose slots are all in use.
///
/// Its `Display` names the callback, the place of its declaration, the number of its slots, and the key
/// that raises this number. Its `Debug` is the same text, since that is what `unwrap` prints.
#[derive(Clone, Copy)]
pub struct SlotsExhausted {
    site: &'static Site,
    live: usize,
}

impl SlotsExhausted {
    pub(super) fn new(site: &'static Site, live: usize) -> Self {
        Self { site, live }
    }

    #[cold]
    #[track_caller]
    pub(super) fn panic(self) -> ! {
        panic!("{self}")
    }

    /// Returns the name of the callback, as it was declared.
    #[must_use]
    pub fn callback(&self) -> &'static str {
        self.site.name()
    }

    /// Returns how many slots the declaration has. All of them were in use.
    #[must_use]
    pub fn live(&self) -> usize {
        self.live
    }
}

impl fmt::Display for SlotsExhausted {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { site, live } = self;
        write!(f, "{site}: all {live} slots are in use; declare more with `slots = <number>`")
    }
}

impl fmt::Debug for SlotsExhausted {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "SlotsExhausted({self})")
    }
}

impl core::error::Error for SlotsExhausted {}
