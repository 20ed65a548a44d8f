//! A C library, played by Rust: `EnumWindows`, and a function that calls during another call.

use std::cell::{Cell, RefCell};
use std::thread;

use super::{Bool, FALSE, Hwnd, Lparam, TRUE, WndEnumProc};

thread_local! {
    static RUNNING: Cell<Option<(WndEnumProc, Lparam)>> = const { Cell::new(None) };
    static TRANSCRIPT: RefCell<Vec<String>> = const { RefCell::new(Vec::new()) };
}

/// Adds a line to this thread's transcript.
pub(crate) fn note(line: String) {
    TRANSCRIPT.with_borrow_mut(|transcript| transcript.push(line));
}

/// This thread's transcript.
pub(crate) fn take_transcript() -> Vec<String> {
    TRANSCRIPT.take()
}

/// # Safety
///
/// - `function` came with `context`, and may be called now.
unsafe fn call(function: WndEnumProc, window: usize, context: Lparam) -> Bool {
    let function = function.expect("the caller passes a function");
    // SAFETY: the caller's promise.
    let result = unsafe { function(window as Hwnd, context) };
    note(format!("C: window {window} -> {result}"));
    result
}

/// Calls `function` for the windows 1 to 4, until it returns `FALSE`.
///
/// # Safety
///
/// - `function` came with `context`, and may be called until this returns.
pub(crate) unsafe fn enum_windows(function: WndEnumProc, context: Lparam) -> Bool {
    RUNNING.set(Some((function, context)));
    // SAFETY: the caller's promise.
    let all = (1..=4).all(|window| unsafe { call(function, window, context) } != FALSE);
    RUNNING.set(None);
    if all { TRUE } else { FALSE }
}

/// Calls the callback of the enumeration that is running, as a message loop may.
pub(crate) fn pump_messages() {
    if let Some((function, context)) = RUNNING.get() {
        // SAFETY: the enumeration is running, so its caller's promise holds.
        unsafe { call(function, 99, context) };
    }
}

/// Runs `enum_windows` on another thread.
///
/// # Safety
///
/// - As for `enum_windows`, and the callback may be called on any thread.
pub(crate) unsafe fn enum_windows_elsewhere(function: WndEnumProc, context: Lparam) -> Bool {
    let (result, transcript) = thread::scope(|scope| {
        let worker = scope.spawn(|| {
            // SAFETY: the caller's promise.
            let result = unsafe { enum_windows(function, context) };
            (result, take_transcript())
        });
        worker.join().expect("a callback does not unwind")
    });
    transcript.into_iter().for_each(note);
    result
}
