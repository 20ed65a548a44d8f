//! A panic in the closure: it ends the enumeration, and goes on where `scope` was called.

use std::any::Any;
use std::io;
use std::ops::ControlFlow::Continue;
use std::panic::{self, AssertUnwindSafe};

use windows_sys::Win32::Foundation::{FALSE, HWND, TRUE};
use windows_sys::Win32::UI::WindowsAndMessaging::EnumWindows;
use windows_sys::core::BOOL;

use crate::top_windows::EnumWindowsProc;
use crate::window::Window;

/// What there is to see of an enumeration whose closure panicked.
pub(crate) struct Panicked {
    /// How often the closure was called.
    pub calls: usize,
    /// What `EnumWindows` returned, before the panic went on.
    pub returned: BOOL,
    /// The value that the closure panicked with.
    pub payload: Box<dyn Any + Send>,
}

/// Enumerates the windows with a closure that panics, and catches that outside.
pub(crate) fn enumerate(panic: impl Fn(HWND)) -> Panicked {
    let (mut calls, mut returned) = (0, TRUE);
    let windows = EnumWindowsProc::<()>::new(|window| {
        calls += 1;
        panic(window);
        Continue(())
    });
    let result = panic::catch_unwind(AssertUnwindSafe(|| {
        windows.scope(|function, context| {
            // SAFETY: `EnumWindows` calls on this thread, before it returns, and then forgets both.
            // It returns also where the closure panics: no panic unwinds through it.
            returned = unsafe { EnumWindows(Some(function), context) };
        })
    }));
    let payload = result.expect_err("`scope` goes on with the panic");
    Panicked { calls, returned, payload }
}

/// Panics at the first of at least two windows.
pub(crate) fn show() -> io::Result<()> {
    if cfg!(panic = "abort") {
        println!("  (this build ends the process where a panic begins, so none is shown)");
        return Ok(());
    }
    let _windows = [Window::new("Ada")?, Window::new("Charles")?];
    // Panics without a message on the standard error: this one is on purpose.
    let panicked = enumerate(|_| panic::resume_unwind(Box::new("a window too many")));
    let message = panicked.payload.downcast_ref::<&str>().expect("it is that of the closure");
    println!("  the closure was called {} time, and panicked", panicked.calls);
    println!("  EnumWindows stopped, and returned {}", panicked.returned);
    println!("  and the panic came out of `scope`: {message}");
    assert_eq!((panicked.calls, panicked.returned), (1, FALSE));
    Ok(())
}
