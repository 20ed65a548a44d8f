//! The end of the process, where going on or unwinding would leave a call with freed memory.

use std::io::{self, Write};
use std::process;

/// Prints a message and aborts the process.
#[cold]
pub(crate) fn abort(reason: &str) -> ! {
    // Unlike `eprintln!`, this does not panic where the standard error is closed.
    let _ = writeln!(io::stderr(), "callback-runtime: {reason}; aborting");
    process::abort();
}

/// Aborts the process if it is dropped, which only unwinding does.
///
/// A thread that waits for calls must not leave by unwinding: what the calls use would be freed.
pub(crate) struct NoUnwind(());

impl NoUnwind {
    pub(crate) fn new() -> Self {
        Self(())
    }

    /// The thread has waited.
    pub(crate) fn end(self) {
        core::mem::forget(self);
    }
}

impl Drop for NoUnwind {
    fn drop(&mut self) {
        abort("a panic while a callback was being ended");
    }
}
