//! The end of the process, where going on or unwinding would leave a call with freed memory.

use core::sync::atomic::{AtomicBool, Ordering};
use std::format;
use std::process;

/// Prints a message and aborts the process.
#[cold]
pub(crate) fn abort(reason: &str) -> ! {
    print(&format!("callback-runtime: {reason}; aborting\n"));
    process::abort();
}

/// Whether this process is the child of a `fork`.
static FORKED: AtomicBool = AtomicBool::new(false);

/// Says that this process is the child of a `fork`.
#[cfg(unix)]
pub(crate) fn set_forked() {
    FORKED.store(true, Ordering::Relaxed);
}

/// Prints a line to the standard error, by way of `std` if that cannot wait for ever.
pub(crate) fn print_line(line: &dyn core::fmt::Display) {
    if FORKED.load(Ordering::Relaxed) {
        print(&format!("{line}\n"));
    } else {
        std::eprintln!("{line}");
    }
}

/// Prints a message without the lock of the standard error: in the child of a `fork`, a thread that is
/// gone may hold it.
#[cfg(unix)]
fn print(message: &str) {
    use core::ffi::{c_int, c_void};

    unsafe extern "C" {
        fn write(file: c_int, bytes: *const c_void, count: usize) -> isize;
    }

    // SAFETY: the bytes are there.
    unsafe { write(2, message.as_ptr().cast(), message.len()) };
}

/// Prints a message. Unlike `eprint!`, this does not panic where the standard error is closed.
#[cfg(not(unix))]
fn print(message: &str) {
    use std::io::{self, Write};

    let _ = io::stderr().write_all(message.as_bytes());
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
    pub(crate) fn disarm(self) {
        core::mem::forget(self);
    }
}

impl Drop for NoUnwind {
    fn drop(&mut self) {
        abort("a thread panicked while it ended a callback");
    }
}
