//! A subclassed control: a closure gets its messages first.

use std::io;
use std::panic;
use std::sync::atomic::{AtomicUsize, Ordering};

use callback_runtime::{Fault, LastError, RawFn, Registration, callback};
use windows_sys::Win32::Foundation::{FALSE, HWND, LPARAM, LRESULT, WPARAM};
use windows_sys::Win32::UI::Shell::{DefSubclassProc, SUBCLASSPROC};
use windows_sys::Win32::UI::WindowsAndMessaging::WM_CHAR;

use super::{faults, text, type_in};
use crate::api::{IsWindow, RemoveWindowSubclass, SetWindowSubclass};
use crate::window::{Window, add_edit};

// LRESULT CALLBACK SubclassProc(HWND hWnd, UINT uMsg, WPARAM wParam, LPARAM lParam, UINT_PTR uIdSubclass,
//     DWORD_PTR dwRefData);
//
// The user data is `dwRefData`. The fallback passes the message on, to the next subclass or to the control.
#[callback(
    extern "system" fn(
        window: HWND, message: u32, w: WPARAM, l: LPARAM, _id: usize, context: usize,
    ) -> LRESULT,
    // SAFETY: the call is one of a subclass, and these are its parameters.
    fallback = unsafe { DefSubclassProc(window, message, w, l) },
    matches = SUBCLASSPROC,
)]
pub(crate) type SubclassProc = dyn Fn(HWND, u32, WPARAM, LPARAM) -> LRESULT;

/// A subclass of a control of this thread, removed when this is dropped.
///
/// According to the page of `SetWindowSubclass`, a subclass has to be removed before its control is destroyed. If the
/// control goes first, the closure is not called any more, and lives until this is dropped.
pub(crate) struct Subclass(Registration<'static, SubclassProc, LastError>);

impl Subclass {
    /// Calls `handle` for each message of the control, until this is dropped. The newest subclass is called first.
    ///
    /// `handle` returns the answer, or `None` to pass the message on.
    pub(crate) fn new(
        control: HWND,
        handle: impl Fn(HWND, u32, WPARAM, LPARAM) -> Option<LRESULT> + 'static,
    ) -> io::Result<Self> {
        // Two closures of one type have the same function, so each gets its own number.
        static NEXT: AtomicUsize = AtomicUsize::new(1);
        let procedure = move |window, message, w, l| {
            handle(window, message, w, l).unwrap_or_else(|| {
                // SAFETY: this is a call of a subclass, and these are its parameters.
                unsafe { DefSubclassProc(window, message, w, l) }
            })
        };
        let id = NEXT.fetch_add(1, Ordering::Relaxed);
        Ok(Self(SetWindowSubclass(control, procedure, id)?))
    }

    /// Returns the fault of the closure, such as a panic. The messages go on without it.
    pub(crate) fn fault(&self) -> Option<Fault> {
        self.0.fault()
    }
}

/// Removes a subclass, unless its control is gone and the subclass with it.
pub(crate) fn unset(
    control: HWND,
    function: RawFn<SubclassProc>,
    id: usize,
) -> Result<(), LastError> {
    if IsWindow(control) == FALSE {
        return Ok(());
    }
    // SAFETY: the function is that of a subclass. Windows compares it with its own list.
    unsafe { RemoveWindowSubclass(control, Some(function), id) }
}

/// Subclasses a field for text, so that it takes no digits.
pub(crate) fn refuse_digits(field: HWND) -> io::Result<Subclass> {
    Subclass::new(field, |_, message, w, _| {
        let digits = usize::from(b'0')..=usize::from(b'9');
        (message == WM_CHAR && digits.contains(&w)).then_some(0)
    })
}

/// Subclasses a field for text, so that it gets capital letters.
pub(crate) fn capitals(field: HWND) -> io::Result<Subclass> {
    Subclass::new(field, |window, message, w, l| {
        let small = usize::from(b'a')..=usize::from(b'z');
        (message == WM_CHAR && small.contains(&w)).then(|| {
            // SAFETY: this is a call of a subclass. With this message, the parameter is a unit of UTF-16.
            unsafe { DefSubclassProc(window, message, w - 32, l) }
        })
    })
}

/// Types a text in a field with two subclasses, then without them.
pub(crate) fn show() -> io::Result<()> {
    faults::watch();
    let window = Window::new("Ada")?;
    let field = add_edit(window.handle())?;
    let digits = refuse_digits(field)?;
    let capitals = capitals(field)?;
    type_in(field, "a1");
    drop(digits);
    type_in(field, "b2");
    drop(capitals);
    type_in(field, "c3");
    println!("  a1 without digits and in capitals, b2 in capitals, and c3: {}", text(field));
    assert_eq!(text(field), "AB2c3");
    assert_eq!(faults::take(), []);
    show_panic(field)
}

/// Types a text whose first letter makes the closure panic.
fn show_panic(field: HWND) -> io::Result<()> {
    if cfg!(panic = "abort") {
        println!("  (a panic ends the process in this build, so none is shown)");
        return Ok(());
    }
    let subclass = Subclass::new(field, |_, message, _, _| {
        // On purpose. `resume_unwind` prints no message.
        if message == WM_CHAR { panic::resume_unwind(Box::new("a letter too many")) } else { None }
    })?;
    type_in(field, "d4");
    println!("  d4, and the closure panics: {}", text(field));
    assert_eq!(text(field), "AB2c3d4");
    assert_eq!(subclass.fault(), Some(Fault::Panicked));
    assert_eq!(faults::take(), [("SubclassProc", Fault::Panicked)]);
    Ok(())
}
