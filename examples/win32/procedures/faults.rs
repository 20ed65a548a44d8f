//! The faults of this thread, for the assertions. Nothing else reports the faults of a window procedure.

use std::cell::RefCell;

use callback_runtime::{Fault, set_fault_hook};

thread_local! {
    static FAULTS: RefCell<Vec<(&'static str, Fault)>> = const { RefCell::new(Vec::new()) };
}

/// Records all faults from now on, instead of printing them.
pub(crate) fn watch() {
    set_fault_hook(|report| {
        FAULTS.with_borrow_mut(|faults| faults.push((report.callback(), report.fault())));
    });
}

/// Returns the faults that this thread has recorded since the last call.
pub(crate) fn take() -> Vec<(&'static str, Fault)> {
    FAULTS.take()
}
