//! The windows of this program. There is no callback in this file.

use std::io;
use std::ptr;

use windows_sys::Win32::Foundation::HWND;
use windows_sys::Win32::UI::WindowsAndMessaging::{
    CreateWindowExW, DestroyWindow, GetClassNameW, InternalGetWindowText, WINDOW_STYLE, WS_CHILD,
    WS_OVERLAPPED,
};
use windows_sys::core::w;

use crate::wide::{to_wide, until_nul};

/// A top-level window, which is never shown, and destroyed when this is dropped.
///
/// The pointer makes it neither `Send` nor `Sync`: only the thread that made a window can destroy it.
pub(crate) struct Window(HWND);

impl Window {
    /// Creates a window with a title.
    pub(crate) fn new(title: &str) -> io::Result<Self> {
        create(ptr::null_mut(), WS_OVERLAPPED, title).map(Self)
    }

    pub(crate) fn handle(&self) -> HWND {
        self.0
    }
}

impl Drop for Window {
    fn drop(&mut self) {
        // SAFETY: Win32 looks the handle up, and does not follow it. Children are destroyed with their parent.
        unsafe { DestroyWindow(self.0) };
    }
}

/// Creates a child of a window, which is destroyed with its parent.
pub(crate) fn add_child(parent: HWND, text: &str) -> io::Result<HWND> {
    create(parent, WS_CHILD, text)
}

/// Creates a window of the predefined class `STATIC`. Another class would need a procedure, and these windows
/// do nothing.
fn create(parent: HWND, style: WINDOW_STYLE, text: &str) -> io::Result<HWND> {
    let text = to_wide(text);
    // SAFETY: both strings end in a NUL and are copied. The class takes no parameter.
    let window = unsafe {
        CreateWindowExW(
            0,
            w!("STATIC"),
            text.as_ptr(),
            style,
            0,
            0,
            0,
            0,
            parent,
            ptr::null_mut(),
            ptr::null_mut(),
            ptr::null(),
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
    // SAFETY: the buffer has room for 256 units, the NUL among them.
    unsafe { InternalGetWindowText(window, buffer.as_mut_ptr(), 256) };
    until_nul(&buffer)
}

/// Returns the name of the class, or an empty string if the window does not exist anymore.
pub(crate) fn class(window: HWND) -> String {
    let mut buffer = [0; 256];
    // SAFETY: the buffer has room for 256 units, the NUL among them.
    unsafe { GetClassNameW(window, buffer.as_mut_ptr(), 256) };
    until_nul(&buffer)
}
