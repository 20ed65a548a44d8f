//! The promises of a registration, checked from inside its closure: no call after the registration was dropped,
//! and one drop.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};

use crate::drops::{Drops, Token};

/// Watches one closure.
#[derive(Debug, Default)]
pub struct Watch {
    drops: Drops,
    seen: Arc<Seen>,
}

#[derive(Debug, Default)]
struct Seen {
    entered: AtomicUsize,
    over: AtomicBool,
    late: AtomicUsize,
}

/// The capture of the closure.
#[derive(Debug)]
pub struct Inside {
    token: Token,
    seen: Arc<Seen>,
}

impl Watch {
    /// Creates a watch for a closure that does not exist yet.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Returns the value for the closure to capture.
    #[must_use]
    pub fn inside(&self) -> Inside {
        Inside { token: self.drops.token(), seen: Arc::clone(&self.seen) }
    }

    /// Returns how often the closure was entered.
    #[must_use]
    pub fn entered(&self) -> usize {
        self.seen.entered.load(Ordering::SeqCst)
    }

    /// Returns how often the closure was dropped.
    #[must_use]
    pub fn dropped(&self) -> usize {
        self.drops.count()
    }

    /// Returns how often the closure was inside a call after its end.
    #[must_use]
    pub fn late(&self) -> usize {
        self.seen.late.load(Ordering::SeqCst)
    }

    /// Marks that the registration was dropped, not from inside the closure. Nothing is left of it.
    ///
    /// # Panics
    ///
    /// Panics if the closure has not been dropped.
    pub fn end(&self) {
        self.seen.over.store(true, Ordering::SeqCst);
        assert_eq!(self.dropped(), 1, "the drops of a closure that has ended");
    }
}

impl Inside {
    /// Runs `body` in a call.
    pub fn call<R>(&self, body: impl FnOnce() -> R) -> R {
        self.seen.entered.fetch_add(1, Ordering::SeqCst);
        self.look();
        let result = body();
        self.look();
        self.token.touch();
        result
    }

    fn look(&self) {
        if self.seen.over.load(Ordering::SeqCst) {
            self.seen.late.fetch_add(1, Ordering::SeqCst);
        }
    }
}
