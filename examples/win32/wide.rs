//! The strings of Win32: UTF-16, with a NUL at the end.

use std::fmt;

use callback_runtime::FromC;
use windows_sys::Win32::Globalization::lstrlenW;
use windows_sys::core::PCWSTR;

/// A string that Win32 passes, which is valid during the call.
///
/// A closure takes a `PCWSTR` as this type, as it takes a `const char *` as `&CStr`.
#[derive(Clone, Copy)]
pub(crate) struct Wide<'a>(&'a [u16]);

impl FromC<PCWSTR> for Wide<'_> {
    unsafe fn from_c(raw: PCWSTR) -> Option<Self> {
        if raw.is_null() {
            return None;
        }
        // SAFETY: it is not null, so it is a string that ends in a NUL (the caller's promise).
        let length = unsafe { lstrlenW(raw) };
        // SAFETY: that many units come before the NUL, and they are valid during the call (the caller's
        // promise).
        unsafe { FromC::from_c((raw, length)) }.map(Self)
    }
}

/// Windows does not check UTF-16. An unpaired surrogate is shown as a replacement character.
impl fmt::Display for Wide<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&String::from_utf16_lossy(self.0))
    }
}

/// Returns the string in an array, up to the NUL if there is one.
pub(crate) fn until_nul(units: &[u16]) -> String {
    let end = units.iter().position(|&unit| unit == 0).unwrap_or(units.len());
    String::from_utf16_lossy(&units[..end])
}

/// Returns a string to pass to Win32.
pub(crate) fn to_wide(text: &str) -> Vec<u16> {
    text.encode_utf16().chain([0]).collect()
}
