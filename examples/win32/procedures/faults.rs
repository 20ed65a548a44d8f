//! The faults of this thread, for the assertions: the procedure of a window has no other place that reports them.

use std::cell::RefCell;

use callback_runtime::{Fault, set_fault_hook};

thread_local! {
    static FAULTS: RefCell<Vec<(&'static str, Fault)>> = const { RefCell::new(Vec::new()) };
}

/// Notes all faults from now on, in place of printing them.
pub(crate) fn watch() {
    set_fault_hook(|report| {
        FAULTS.with_borrow_mut(|faults| faults.push((report.callback(), report.fault())));
    });
}

/// Returns the faults that this thread has noted since the last call of this.
pub(crate) fn take() -> Vec<(&'static str, Fault)> {
    FAULTS.take()
}
