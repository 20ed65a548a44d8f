//! Closures as procedures: of a window class, of a subclassed control, and of a dialog.
//!
//! A procedure gets a window, the number of a message, and two parameters. It handles a message, or leaves it to
//! Windows. The three kinds of procedures differ in the rest:
//!
//! | | the user data is | a message that is not handled gets | the closure lives |
//! |---|---|---|---|
//! | `class.rs` | in the window, from `WM_NCCREATE` on | `DefWindowProcW` | until `WM_NCDESTROY`: `notified` |
//! | `subclass.rs` | a parameter of the procedure | `DefSubclassProc` | until the subclass is removed: `register` |
//! | `dialog.rs` | in the dialog, from `WM_INITDIALOG` on | 0 | until the dialog has ended: `scope` |
//!
//! All closures are `Fn`: most functions of a window call its procedure before they return, so a closure that
//! calls one is called again. Its mutable state is in a `Cell` or a `RefCell`.
//!
//! A closure that panicked is not called again, but Windows goes on calling. So the fallback answers as if the closure
//! did not handle the message, and that of a dialog ends the dialog.

use std::ffi::c_void;
use std::io;
use std::ptr;

use windows_sys::Win32::Foundation::{HWND, LRESULT, WPARAM};
use windows_sys::Win32::UI::WindowsAndMessaging::{
    GetWindowLongPtrW, SendMessageW, SetWindowLongPtrW, WINDOW_LONG_PTR_INDEX, WM_APP, WM_CHAR,
    WM_CLOSE,
};

use crate::api::{GetWindowTextW, SetWindowTextW};
use crate::wide::{to_wide, until_nul};

pub(crate) mod class;
pub(crate) mod dialog;
pub(crate) mod faults;
pub(crate) mod subclass;
pub(crate) mod template;

/// The size of a pointer. Windows keeps some pointers for each window.
const POINTER: WINDOW_LONG_PTR_INDEX = if cfg!(target_pointer_width = "64") { 8 } else { 4 };

/// Returns the pointer that `store` stored in a window, or null.
fn stored(window: HWND, index: WINDOW_LONG_PTR_INDEX) -> *mut c_void {
    // SAFETY: Win32 looks the handle up, and checks the index.
    let value = unsafe { GetWindowLongPtrW(window, index) };
    // For 32 bits, the function is `GetWindowLongW`, and the value an `i32`.
    ptr::with_exposed_provenance_mut(value.cast_unsigned() as _)
}

/// Stores a pointer in a window, for whoever calls `stored`.
fn store(window: HWND, index: WINDOW_LONG_PTR_INDEX, pointer: *mut c_void) {
    let value = pointer.expose_provenance().cast_signed();
    // SAFETY: Win32 looks the handle up, and checks the index. The indices of this program are those of user data, to
    // which Windows gives no meaning.
    unsafe { SetWindowLongPtrW(window, index, value as _) };
}

/// Sends a message that only this program uses. Its procedure is called before this returns.
pub(crate) fn send(window: HWND, number: u32, parameter: WPARAM) -> LRESULT {
    // SAFETY: the procedures of Windows ignore the message, and those of this program take it as a number.
    unsafe { SendMessageW(window, WM_APP + number, parameter, 0) }
}

/// Asks a window to close, as its user does. By default, it is destroyed.
pub(crate) fn close(window: HWND) {
    // SAFETY: the message has no parameters.
    unsafe { SendMessageW(window, WM_CLOSE, 0, 0) };
}

/// Types a text in a control.
pub(crate) fn type_in(control: HWND, text: &str) {
    for unit in text.encode_utf16() {
        // SAFETY: the parameter is a unit of UTF-16, and the other one says which key was pressed: none.
        unsafe { SendMessageW(control, WM_CHAR, unit.into(), 0) };
    }
}

/// Sets the text of a window: its procedure gets a `WM_SETTEXT`.
pub(crate) fn set_text(window: HWND, text: &str) -> io::Result<()> {
    let text = to_wide(text);
    // SAFETY: the string ends in a NUL and is copied.
    unsafe { SetWindowTextW(window, text.as_ptr()) }?;
    Ok(())
}

/// Returns the text of a window: its procedure gets a `WM_GETTEXT`.
pub(crate) fn text(window: HWND) -> String {
    let mut buffer = [0; 256];
    GetWindowTextW(window, &mut buffer);
    until_nul(&buffer)
}
