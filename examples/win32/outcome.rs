//! How an enumeration ended: at its end, because the closure broke, or because Win32 failed.

use std::io;
use std::ops::ControlFlow::{self, Break, Continue};

use windows_sys::Win32::Foundation::FALSE;
use windows_sys::core::BOOL;

/// Returns the error of `GetLastError` if a function returned `FALSE`.
///
/// Call this inside `scope`: a destructor that runs after it may set another error.
pub(crate) fn check(succeeded: BOOL) -> io::Result<()> {
    if succeeded == FALSE { Err(io::Error::last_os_error()) } else { Ok(()) }
}

/// Distinguishes the three ends.
///
/// Most of these functions return `FALSE` also if the callback told them to stop, and `GetLastError` is
/// meaningless then. If the closure broke, `scope` returns its `Break`, and not what Win32 returned.
pub(crate) fn sort_out<B>(outcome: ControlFlow<B, io::Result<()>>) -> io::Result<ControlFlow<B>> {
    match outcome {
        Break(value) => Ok(Break(value)),
        Continue(checked) => checked.map(Continue),
    }
}
