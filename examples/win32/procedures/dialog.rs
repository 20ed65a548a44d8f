//! A dialog whose procedure is a closure. The value with which the closure breaks is the answer of the dialog.

use std::cell::Cell;
use std::ffi::c_void;
use std::io;
use std::ops::ControlFlow::{self, Break, Continue};
use std::panic::{self, AssertUnwindSafe};
use std::ptr;

use callback_runtime::{Fault, callback};
use windows_sys::Win32::Foundation::{HWND, LPARAM, WPARAM};
use windows_sys::Win32::UI::WindowsAndMessaging::{
    DLGPROC, IDCANCEL, IDOK, SetDlgItemTextW, WINDOW_LONG_PTR_INDEX, WM_CLOSE, WM_COMMAND,
    WM_INITDIALOG,
};

use super::template::Template;
use super::{POINTER, faults, store, stored};
use crate::api::{EndDialog, GetDlgItemTextW, PostMessageW};
use crate::linked::DialogBoxIndirectParamW;
use crate::wide::{to_wide, until_nul};

// INT_PTR CALLBACK DialogProc(HWND hwndDlg, UINT uMsg, WPARAM wParam, LPARAM lParam);
//
// The result says whether the procedure handled the message. 0 leaves it to Windows.
#[callback(
    extern "system" fn(dialog: HWND, message: u32, w: WPARAM, l: LPARAM) -> isize,
    context = user_data(dialog, message, l),
    continue = 0,
    break = |_answer| end(dialog),
    fallback = end_without_closure(dialog),
    matches = DLGPROC,
)]
pub(crate) type DialogProc<B> = dyn Fn(HWND, u32, WPARAM, LPARAM) -> ControlFlow<B>;

/// `DWLP_USER`, the place for the user data in the memory of a dialog. A result and the procedure come before it.
const USER: WINDOW_LONG_PTR_INDEX = 2 * POINTER;

/// Shows a dialog, and calls `handle` for its messages, from `WM_INITDIALOG` on, until `handle` breaks. Returns the
/// answer.
///
/// If `handle` panics, the dialog ends, and the panic goes on here.
pub(crate) fn ask<B>(
    template: &Template,
    handle: impl Fn(HWND, u32, WPARAM, LPARAM) -> ControlFlow<B>,
) -> io::Result<B> {
    match DialogBoxIndirectParamW(template, handle)? {
        Break(answer) => Ok(answer),
        Continue(_) => Err(io::Error::other("the dialog ended without an answer")),
    }
}

/// Finds the user data of a dialog: the key `context` calls this for each message.
///
/// Windows sends some messages before `WM_INITDIALOG`, such as `WM_SETFONT`. There is no closure yet for these.
fn user_data(dialog: HWND, message: u32, l: LPARAM) -> Option<*mut c_void> {
    if message == WM_INITDIALOG {
        // It is the last parameter of `DialogBoxIndirectParamW`.
        store(dialog, USER, ptr::with_exposed_provenance_mut(l.cast_unsigned()));
    }
    let user = stored(dialog, USER);
    (!user.is_null()).then_some(user)
}

/// Ends a dialog: it closes when the procedure has returned.
fn end(dialog: HWND) -> isize {
    EndDialog(dialog, 1);
    1
}

/// The fallback. If the closure panicked, nobody else would end the dialog, so this does. If the dialog has no closure
/// yet, this leaves the message to Windows.
fn end_without_closure(dialog: HWND) -> isize {
    if stored(dialog, USER).is_null() { 0 } else { end(dialog) }
}

/// The number of the field in the dialog.
const FIELD: u16 = 100;
/// The numbers of two buttons, whose keys are Return and Escape. This dialog has only the keys.
const OK: WPARAM = IDOK.cast_unsigned() as WPARAM;
const CANCEL: WPARAM = IDCANCEL.cast_unsigned() as WPARAM;

/// Returns the text of the field.
fn field(dialog: HWND) -> String {
    let mut buffer = [0; 64];
    GetDlgItemTextW(dialog, FIELD.into(), &mut buffer);
    until_nul(&buffer)
}

/// Asks for a name. Returns `None` if the user cancels. `user` plays the user, when the dialog appears.
pub(crate) fn ask_name(user: impl Fn(HWND)) -> io::Result<Option<String>> {
    ask(&Template::new("Who are you?", FIELD), |dialog, message, w, _| {
        match (message, w) {
            (WM_INITDIALOG, _) => user(dialog),
            (WM_COMMAND, OK) => return Break(Some(field(dialog))),
            (WM_COMMAND, CANCEL) => return Break(None),
            _ => (),
        }
        Continue(())
    })
}

/// Writes a name into the field, and presses Return.
pub(crate) fn answer(dialog: HWND, name: &str) {
    let name = to_wide(name);
    // SAFETY: the string ends in a NUL and is copied.
    unsafe { SetDlgItemTextW(dialog, FIELD.into(), name.as_ptr()) };
    // SAFETY: the message says that the user pressed a key. 0 is no button.
    let posted = unsafe { PostMessageW(dialog, WM_COMMAND, OK, 0) };
    assert_eq!(posted, Ok(()));
}

/// Closes the dialog, which Windows takes for Escape.
pub(crate) fn cancel(dialog: HWND) {
    // SAFETY: the message has no parameters.
    let posted = unsafe { PostMessageW(dialog, WM_CLOSE, 0, 0) };
    assert_eq!(posted, Ok(()));
}

/// Shows three dialogs: one is answered, one cancelled, and in one the closure panics.
pub(crate) fn show() -> io::Result<()> {
    faults::watch();
    let name = ask_name(|dialog| answer(dialog, "Ada"))?;
    println!("  the answer: {name:?}");
    assert_eq!(name.as_deref(), Some("Ada"));

    // The closure may borrow.
    let asked = Cell::new(0);
    let name = ask_name(|dialog| {
        asked.set(asked.get() + 1);
        cancel(dialog);
    })?;
    println!("  cancelled: {name:?}");
    assert_eq!((name, asked.get()), (None, 1));
    assert_eq!(faults::take(), []);

    if cfg!(panic = "abort") {
        println!("  (a panic ends the process in this build, so none is shown)");
        return Ok(());
    }
    // On purpose. `resume_unwind` prints no message.
    let panics = || ask_name(|_| panic::resume_unwind(Box::new("a dialog too many")));
    let payload = panic::catch_unwind(AssertUnwindSafe(panics)).expect_err("the panic goes on");
    let message = payload.downcast_ref::<&str>().expect("the payload is the closure's");
    println!("  the closure panics, the dialog ends, and the panic came out of `ask`: {message}");
    assert_eq!(*message, "a dialog too many");
    assert_eq!(faults::take(), [("DialogProc", Fault::Panicked)]);
    Ok(())
}
