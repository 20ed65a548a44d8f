//! A C library, played by Rust: `EnumWindows`, `FT_Outline_Decompose`, and functions that call during another call.

use std::cell::{Cell, RefCell};
use std::ffi::{c_int, c_void};
use std::thread;

use super::group::{OutlineFuncs, Vector};
use super::{Bool, FALSE, Hwnd, Lparam, TRUE, WndEnumProc};

thread_local! {
    static RUNNING: Cell<Option<(WndEnumProc, Lparam)>> = const { Cell::new(None) };
    static DECOMPOSING: Cell<Option<(OutlineFuncs, *mut c_void)>> = const { Cell::new(None) };
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
    // SAFETY: the caller's promise.
    elsewhere(|| unsafe { enum_windows(function, context) })
}

/// Passes an outline of three points to the functions, until one does not return 0.
///
/// # Safety
///
/// - The functions came with `user`, and may be called until this returns.
pub(crate) unsafe fn decompose(functions: OutlineFuncs, user: *mut c_void) -> c_int {
    DECOMPOSING.set(Some((functions, user)));
    let OutlineFuncs { move_to, line_to, end } = functions;
    let points = [("move", move_to, 0, 0), ("line", line_to, 1, 0), ("line", line_to, 1, 1)];
    let code = points.into_iter().find_map(|(name, function, x, y)| {
        let function = function.expect("the caller passes a function");
        // SAFETY: the caller's promise.
        let code = unsafe { function(&Vector { x, y }, user) };
        note(format!("C: {name} to {x}, {y} -> {code}"));
        (code != 0).then_some(code)
    });
    // SAFETY: the caller's promise.
    unsafe { end.expect("the caller passes a function")(user) };
    DECOMPOSING.set(None);
    code.unwrap_or(0)
}

/// Calls two functions for the outline that is passed at the moment.
pub(crate) fn interrupt() {
    let Some((functions, user)) = DECOMPOSING.get() else { return };
    let move_to = functions.move_to.expect("`decompose` has been given it");
    // SAFETY: `decompose` is running, so its caller's promise holds.
    let code = unsafe { move_to(&Vector { x: 9, y: 9 }, user) };
    note(format!("C: interrupted -> {code}"));
    // SAFETY: as above.
    unsafe { functions.end.expect("`decompose` has been given it")(user) };
}

/// Runs `decompose` on another thread.
///
/// # Safety
///
/// - As for `decompose`, and the functions may be called on any thread.
pub(crate) unsafe fn decompose_elsewhere(functions: OutlineFuncs, user: *mut c_void) -> c_int {
    let user = user.expose_provenance();
    // SAFETY: the caller's promise.
    elsewhere(|| unsafe { decompose(functions, std::ptr::with_exposed_provenance_mut(user)) })
}

/// Runs `call` on another thread, whose transcript is added to this one.
fn elsewhere<T: Send>(call: impl FnOnce() -> T + Send) -> T {
    let (result, transcript) = thread::scope(|scope| {
        let worker = scope.spawn(|| (call(), take_transcript()));
        worker.join().expect("a callback does not unwind")
    });
    transcript.into_iter().for_each(note);
    result
}
