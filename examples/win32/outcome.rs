//! How an enumeration ended: at its end, because the closure broke, or because Win32 failed.

use std::io;
use std::ops::ControlFlow::{self, Break, Continue};

use windows_sys::Win32::Foundation::FALSE;
use windows_sys::core::BOOL;

/// The error that `GetLastError` has where a function returned `FALSE`.
///
/// To be asked inside `scope`: what is dropped after it may set another one.
pub(crate) fn check(succeeded: BOOL) -> io::Result<()> {
    if succeeded == FALSE { Err(io::Error::last_os_error()) } else { Ok(()) }
}

/// Sorts the three ends apart.
///
/// Most of these functions return `FALSE` also where the callback has told them to stop, and
/// `GetLastError` may then say anything. `scope` knows better: if the closure broke it returns
/// `Break`, and not what Win32 returned.
pub(crate) fn sort_out<B>(outcome: ControlFlow<B, io::Result<()>>) -> io::Result<ControlFlow<B>> {
    match outcome {
        Break(value) => Ok(Break(value)),
        Continue(checked) => checked.map(Continue),
    }
}
