//! Top-level windows: the closure stops at the one that it looks for, or lists all.

use std::convert::Infallible;
use std::io;
use std::ops::ControlFlow::{self, Break, Continue};
use std::process;

use callback_runtime::callback;
use windows_sys::Win32::Foundation::{FALSE, HWND, LPARAM, TRUE};
use windows_sys::Win32::UI::WindowsAndMessaging::WNDENUMPROC;
use windows_sys::core::BOOL;

use crate::api::EnumWindows;
use crate::window::{self, Window};

// BOOL CALLBACK EnumWindowsProc(HWND hwnd, LPARAM lParam);
//
// `FALSE` ends the enumeration. Win32 also gets that if the closure panics.
#[callback(
    extern "system" fn(HWND, context: LPARAM) -> BOOL,
    continue = TRUE, break = FALSE, fallback = FALSE,
    matches = WNDENUMPROC,
)]
pub(crate) type EnumWindowsProc<B> = dyn FnMut(HWND) -> ControlFlow<B>;

/// Returns the window with a title, and the number of windows examined.
pub(crate) fn find(wanted: &str) -> io::Result<(Option<HWND>, usize)> {
    // The closure borrows `seen`, so it cannot outlive this function.
    let mut seen = 0;
    let found = EnumWindows(|window| {
        seen += 1;
        if window::title(window) == wanted { Break(window) } else { Continue(()) }
    })?;
    Ok((found.break_value(), seen))
}

/// Returns all top-level windows.
pub(crate) fn all() -> io::Result<Vec<HWND>> {
    let mut windows = Vec::new();
    // The closure cannot break, so `Continue` is the only pattern.
    let Continue(()) = EnumWindows::<Infallible, _>(|window| {
        windows.push(window);
        Continue(())
    })?;
    Ok(windows)
}

/// Creates two windows, looks for them, and lists all.
pub(crate) fn show() -> io::Result<()> {
    // Another run of this program may also have windows.
    let process = process::id();
    let titles = [format!("Ada, of process {process}"), format!("Charles, of process {process}")];
    let windows = [Window::new(&titles[0])?, Window::new(&titles[1])?];

    for (title, window) in titles.iter().zip(&windows) {
        let (found, seen) = find(title)?;
        println!("  looking for `{title}`: found, as window {seen}");
        assert_eq!(found, Some(window.handle()));
    }
    let (found, seen) = find("a title that no window has")?;
    println!("  looking for `a title that no window has`: not found in {seen} windows\n");
    assert_eq!(found, None);

    let mut all = all()?;
    assert!(windows.iter().all(|window| all.contains(&window.handle())));
    // Those with a title come first. Most windows are helpers that are not shown.
    all.sort_by_key(|&window| window::title(window).is_empty());
    crate::list(all.into_iter().map(|window| {
        let (title, class) = (window::title(window), window::class(window));
        format!("{:<32}{class}", if title.is_empty() { "(no title)" } else { &title })
    }));
    Ok(())
}
