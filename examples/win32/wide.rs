//! UTF-16 strings that end in a NUL, which are those of Win32.

use std::fmt;

use callback_runtime::FromC;
use windows_sys::Win32::Globalization::lstrlenW;
use windows_sys::core::PCWSTR;

/// A string that Win32 passes, for as long as the call lasts.
///
/// For a closure this is to a `PCWSTR` what `&CStr` is to a `const char *`.
#[derive(Clone, Copy)]
pub(crate) struct Wide<'a>(&'a [u16]);

impl FromC<PCWSTR> for Wide<'_> {
    unsafe fn from_c(raw: PCWSTR) -> Option<Self> {
        if raw.is_null() {
            return None;
        }
        // SAFETY: not null, so a string that ends in a NUL (the caller's promise).
        let length = unsafe { lstrlenW(raw) };
        // SAFETY: there are so many units before the NUL, and they stay for the call (the caller's
        // promise).
        unsafe { FromC::from_c((raw, length)) }.map(Self)
    }
}

/// Windows lets anything pass for UTF-16: a surrogate on its own is shown as a question mark.
impl fmt::Display for Wide<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&String::from_utf16_lossy(self.0))
    }
}

/// The string in an array that it need not fill.
pub(crate) fn until_nul(units: &[u16]) -> String {
    let end = units.iter().position(|&unit| unit == 0).unwrap_or(units.len());
    String::from_utf16_lossy(&units[..end])
}

/// A string to be passed to Win32.
pub(crate) fn to_wide(text: &str) -> Vec<u16> {
    text.encode_utf16().chain([0]).collect()
}
