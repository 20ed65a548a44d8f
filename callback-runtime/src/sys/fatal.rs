//! The end of the process, for cases in which going on or unwinding would leave a call with freed memory.

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

/// Records that this process is the child of a `fork`.
#[cfg(unix)]
pub(crate) fn set_forked() {
    FORKED.store(true, Ordering::Relaxed);
}

/// Prints a line to the standard error: by `std`, unless that could wait forever.
pub(crate) fn print_line(line: &dyn core::fmt::Display) {
    if FORKED.load(Ordering::Relaxed) {
        print(&format!("{line}\n"));
    } else {
        std::eprintln!("{line}");
    }
}

/// Prints a message without taking the lock of the standard error. In the child of a `fork`, a thread that does
/// not exist there may hold it.
#[cfg(unix)]
fn print(message: &str) {
    use core::ffi::{c_int, c_void};

    unsafe extern "C" {
        fn write(file: c_int, bytes: *const c_void, count: usize) -> isize;
    }

    // SAFETY: the pointer and the length are those of `message`.
    unsafe { write(2, message.as_ptr().cast(), message.len()) };
}

/// Prints a message. Unlike `eprint!`, this does not panic if the standard error is closed.
#[cfg(not(unix))]
fn print(message: &str) {
    use std::io::{self, Write};

    let _ = io::stderr().write_all(message.as_bytes());
}

/// Aborts the process when it is dropped, that is, when a panic unwinds.
///
/// A thread that waits for calls must not leave by unwinding, because what the calls use would be freed.
pub(crate) struct NoUnwind(());

impl NoUnwind {
    pub(crate) fn new() -> Self {
        Self(())
    }

    /// Ends the guard, after the thread has waited.
    pub(crate) fn disarm(self) {
        core::mem::forget(self);
    }
}

impl Drop for NoUnwind {
    fn drop(&mut self) {
        abort("a thread panicked while it ended a callback");
    }
}
