//! Shows how closures end: captured values print when they are dropped, and a hook prints faults.

use std::sync::atomic::{AtomicUsize, Ordering};

use callback_runtime::set_fault_hook;

static FAULTS: AtomicUsize = AtomicUsize::new(0);
static MADE: AtomicUsize = AtomicUsize::new(0);
static DROPPED: AtomicUsize = AtomicUsize::new(0);

/// A captured value that prints a line when it is dropped.
pub(crate) struct End(&'static str);

impl End {
    /// Creates a value that prints `name`.
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

/// Returns how many captured values were dropped.
pub(crate) fn dropped() -> usize {
    DROPPED.load(Ordering::Relaxed)
}

/// Counts and prints the faults. A failed assertion in a hook would go unnoticed otherwise: SQLite gets the fallback,
/// if it expects a value, and goes on.
pub(crate) fn watch_faults() {
    set_fault_hook(|report| {
        FAULTS.fetch_add(1, Ordering::Relaxed);
        println!("  the fault hook reports `{}`: {}", report.callback(), report.fault());
    });
}

/// Asserts that each value was dropped once, and that there were only the expected faults.
pub(crate) fn assert_all_well(faults: usize) {
    assert_eq!(dropped(), MADE.load(Ordering::Relaxed));
    assert_eq!(FAULTS.load(Ordering::Relaxed), faults);
}
