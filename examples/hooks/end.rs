//! What tells how closures end: values that they capture, and faults.

use std::sync::atomic::{AtomicUsize, Ordering};

use callback_runtime::set_fault_hook;

static FAULTS: AtomicUsize = AtomicUsize::new(0);
static MADE: AtomicUsize = AtomicUsize::new(0);
static DROPPED: AtomicUsize = AtomicUsize::new(0);

/// A captured value that tells of its end.
pub(crate) struct End(&'static str);

impl End {
    /// `name` is for the report.
    pub(crate) fn of(name: &'static str) -> Self {
        MADE.fetch_add(1, Ordering::Relaxed);
        Self(name)
    }
}

impl Drop for End {
    fn drop(&mut self) {
        DROPPED.fetch_add(1, Ordering::Relaxed);
        println!("  (dropped: {})", self.0);
    }
}

/// How many are gone.
pub(crate) fn dropped() -> usize {
    DROPPED.load(Ordering::Relaxed)
}

/// Counts the faults, and shows them. Where an assertion in a hook fails, nobody else need notice: SQLite gets the
/// fallback, if anything, and goes on.
pub(crate) fn watch_faults() {
    set_fault_hook(|report| {
        FAULTS.fetch_add(1, Ordering::Relaxed);
        println!("  the fault hook hears of `{}`: {}", report.callback(), report.fault());
    });
}

/// Each value was dropped once, since a second drop would be one too many; and there was no fault
/// but those that are meant.
pub(crate) fn assert_all_well(faults: usize) {
    assert_eq!(dropped(), MADE.load(Ordering::Relaxed));
    assert_eq!(FAULTS.load(Ordering::Relaxed), faults);
}
