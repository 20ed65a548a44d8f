//! A function that neither windows-sys nor an import library has in this form: `raw-dylib` links it.

use std::ffi::c_void;
use std::io;
use std::ptr::null_mut;

use callback_runtime::{Check, IntoC, LastError, import};
use windows_sys::Win32::Foundation::{HINSTANCE, HWND};
use windows_sys::Win32::UI::WindowsAndMessaging::DLGTEMPLATE;

use crate::procedures::dialog::DialogProc;
use crate::procedures::template::Template;

#[import]
#[link(name = "user32", kind = "raw-dylib")]
unsafe extern "system" {
    /// Shows a dialog, and returns when it has ended.
    ///
    /// The user data is an `LPARAM` in windows-sys. The procedure finds it as a pointer, so this declaration
    /// takes a pointer. C receives both in the same way.
    pub(crate) safe fn DialogBoxIndirectParamW<B>(
        #[c(HINSTANCE = null_mut())] _: (),
        #[c(*const DLGTEMPLATE)] template: &Template,
        #[c(HWND = null_mut())] _: (),
        #[scope] procedure: DialogProc<B>,
        context: *mut c_void,
    ) -> Result<isize, NoDialog>;
}

impl IntoC<*const DLGTEMPLATE> for &Template {
    fn into_c(self) -> *const DLGTEMPLATE {
        self.as_ptr()
    }
}

/// A dialog could not be created.
#[derive(Debug)]
pub(crate) struct NoDialog(LastError);

impl Check<isize> for NoDialog {
    fn check(raw: isize) -> Result<isize, Self> {
        // `LastError` would also treat 0 as an error, but a dialog may end with 0.
        if raw == -1 { Err(Self(LastError::last())) } else { Ok(raw) }
    }
}

impl From<NoDialog> for io::Error {
    fn from(NoDialog(error): NoDialog) -> Self {
        error.into()
    }
}
