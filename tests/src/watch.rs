//! What a registration promises, seen from inside its closure: no call once it has been dropped,
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

/// What the closure captures.
#[derive(Debug)]
pub struct Inside {
    token: Token,
    seen: Arc<Seen>,
}

impl Watch {
    /// For a closure that is yet to be made.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// For the closure to capture.
    #[must_use]
    pub fn inside(&self) -> Inside {
        Inside { token: self.drops.token(), seen: Arc::clone(&self.seen) }
    }

    /// How often the closure has been entered.
    #[must_use]
    pub fn entered(&self) -> usize {
        self.seen.entered.load(Ordering::SeqCst)
    }

    /// How often the closure has been dropped.
    #[must_use]
    pub fn dropped(&self) -> usize {
        self.drops.count()
    }

    /// How often it was inside a call after its end.
    #[must_use]
    pub fn late(&self) -> usize {
        self.seen.late.load(Ordering::SeqCst)
    }

    /// The registration has been dropped, not from inside the closure: nothing is left of it.
    ///
    /// # Panics
    ///
    /// If the closure has not been dropped.
    pub fn end(&self) {
        self.seen.over.store(true, Ordering::SeqCst);
        assert_eq!(self.dropped(), 1, "the drops of a closure that has ended");
    }
}

impl Inside {
    /// A call, in which `body` runs.
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
