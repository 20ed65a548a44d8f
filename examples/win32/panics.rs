//! A panic in the closure: it ends the enumeration, and goes on at the call of `scope`.

use std::any::Any;
use std::io;
use std::ops::ControlFlow::Continue;
use std::panic::{self, AssertUnwindSafe};

use windows_sys::Win32::Foundation::{FALSE, HWND, TRUE};
use windows_sys::Win32::UI::WindowsAndMessaging::EnumWindows;
use windows_sys::core::BOOL;

use crate::top_windows::EnumWindowsProc;
use crate::window::Window;

/// The results of an enumeration whose closure panicked.
pub(crate) struct Panicked {
    /// The number of calls of the closure.
    pub calls: usize,
    /// The result of `EnumWindows`, before the panic went on.
    pub returned: BOOL,
    /// The payload of the closure's panic.
    pub payload: Box<dyn Any + Send>,
}

/// Enumerates the windows with a closure that panics, and catches the panic outside.
pub(crate) fn enumerate(panic: impl Fn(HWND)) -> Panicked {
    let (mut calls, mut returned) = (0, TRUE);
    let windows = EnumWindowsProc::<()>::new(|window| {
        calls += 1;
        panic(window);
        Continue(())
    });
    let result = panic::catch_unwind(AssertUnwindSafe(|| {
        windows.scope(|function, context| {
            // SAFETY: `EnumWindows` calls on this thread, and keeps neither pointer after it returns.
            // It returns even if the closure panics, since no panic unwinds through it.
            returned = unsafe { EnumWindows(Some(function), context) };
        })
    }));
    let payload = result.expect_err("`scope` goes on with the panic");
    Panicked { calls, returned, payload }
}

/// Panics at the first of at least two windows.
pub(crate) fn show() -> io::Result<()> {
    if cfg!(panic = "abort") {
        println!("  (a panic ends the process in this build, so none is shown)");
        return Ok(());
    }
    let _windows = [Window::new("Ada")?, Window::new("Charles")?];
    // On purpose. `resume_unwind` prints no message.
    let panicked = enumerate(|_| panic::resume_unwind(Box::new("a window too many")));
    let message = panicked.payload.downcast_ref::<&str>().expect("the payload is the closure's");
    println!("  the closure was called {} time, and panicked", panicked.calls);
    println!("  EnumWindows stopped, and returned {}", panicked.returned);
    println!("  and the panic came out of `scope`: {message}");
    assert_eq!((panicked.calls, panicked.returned), (1, FALSE));
    Ok(())
}
