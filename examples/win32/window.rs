//! The windows of this program. There is no callback in this file.

use std::ffi::c_void;
use std::io;
use std::ptr;

use windows_sys::Win32::Foundation::{FALSE, HWND};
use windows_sys::Win32::UI::WindowsAndMessaging::{
    CreateWindowExW, ES_AUTOHSCROLL, WINDOW_STYLE, WS_CHILD, WS_OVERLAPPED,
};
use windows_sys::core::{PCWSTR, w};

use crate::api::{DestroyWindow, GetClassNameW, InternalGetWindowText, IsWindow};
use crate::wide::{to_wide, until_nul};

/// A top-level window, which is never shown, and destroyed when this is dropped.
///
/// The pointer makes it neither `Send` nor `Sync`: only the thread that made a window can destroy it.
pub(crate) struct Window(HWND);

impl Window {
    /// Creates a window with a title.
    pub(crate) fn new(title: &str) -> io::Result<Self> {
        // SAFETY: the class is predefined, and takes no parameter.
        unsafe { Self::of_class(w!("STATIC"), title, ptr::null()) }
    }

    /// Creates a window of another class, whose procedure gets `parameter` in `WM_NCCREATE`.
    ///
    /// # Safety
    ///
    /// As for `create`.
    pub(crate) unsafe fn of_class(
        class: PCWSTR,
        title: &str,
        parameter: *const c_void,
    ) -> io::Result<Self> {
        // SAFETY: the class and its parameter are as required (the caller's promise).
        unsafe { create(class, ptr::null_mut(), WS_OVERLAPPED, title, parameter) }.map(Self)
    }

    pub(crate) fn handle(&self) -> HWND {
        self.0
    }

    /// Returns whether the window still exists. Its procedure destroys it if the user closes it.
    pub(crate) fn is_open(&self) -> bool {
        IsWindow(self.0) != FALSE
    }
}

impl Drop for Window {
    fn drop(&mut self) {
        // Children are destroyed with their parent.
        DestroyWindow(self.0);
    }
}

/// Creates a child of a window, which is destroyed with its parent.
pub(crate) fn add_child(parent: HWND, text: &str) -> io::Result<HWND> {
    // SAFETY: the class is predefined, and takes no parameter.
    unsafe { create(w!("STATIC"), parent, WS_CHILD, text, ptr::null()) }
}

/// Creates a child that is a field for text.
pub(crate) fn add_edit(parent: HWND) -> io::Result<HWND> {
    // Otherwise, it takes no more than it can show, and it has no size.
    let style = WS_CHILD | ES_AUTOHSCROLL.cast_unsigned();
    // SAFETY: the class is predefined, and takes no parameter.
    unsafe { create(w!("EDIT"), parent, style, "", ptr::null()) }
}

/// Creates a window.
///
/// # Safety
///
/// - The name of the class ends in a NUL.
/// - The parameter is what the procedure of the class expects.
unsafe fn create(
    class: PCWSTR,
    parent: HWND,
    style: WINDOW_STYLE,
    text: &str,
    parameter: *const c_void,
) -> io::Result<HWND> {
    let text = to_wide(text);
    // SAFETY: both strings end in a NUL and are copied. The parameter is what the class expects (the caller's
    // promise).
    let window = unsafe {
        CreateWindowExW(
            0,
            class,
            text.as_ptr(),
            style,
            0,
            0,
            0,
            0,
            parent,
            ptr::null_mut(),
            ptr::null_mut(),
            parameter,
        )
    };
    if window.is_null() { Err(io::Error::last_os_error()) } else { Ok(window) }
}

/// Returns the title, or an empty string if there is none or the window does not exist anymore.
///
/// `GetWindowTextW` would send a message to a window of this process and wait for the answer of its thread. A
/// thread without a message loop may never answer.
pub(crate) fn title(window: HWND) -> String {
    let mut buffer = [0; 256];
    InternalGetWindowText(window, &mut buffer);
    until_nul(&buffer)
}

/// Returns the name of the class, or an empty string if the window does not exist anymore.
pub(crate) fn class(window: HWND) -> String {
    let mut buffer = [0; 256];
    GetClassNameW(window, &mut buffer);
    until_nul(&buffer)
}
