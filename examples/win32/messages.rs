//! A message loop, which ends. There is no callback in this file.

use std::ptr;
use std::time::{Duration, Instant};

use windows_sys::Win32::UI::WindowsAndMessaging::{
    DispatchMessageW, MSG, MWMO_INPUTAVAILABLE, MsgWaitForMultipleObjectsEx, PM_REMOVE,
    PeekMessageW, QS_ALLINPUT,
};

/// A time limit that no test reaches.
pub(crate) const LONG: Duration = Duration::from_secs(20);

/// Dispatches the messages of this thread, until `done` returns `true` or `limit` is over. Returns whether
/// it is done.
///
/// The usual loop calls `GetMessageW` until there is a `WM_QUIT`. It would wait forever for a message that
/// does not come.
pub(crate) fn pump(limit: Duration, mut done: impl FnMut() -> bool) -> bool {
    let end = Instant::now() + limit;
    while !done() {
        let left = end.saturating_duration_since(Instant::now());
        if left.is_zero() {
            return false;
        }
        match next() {
            Some(message) => dispatch(&message),
            // `next` calls a procedure if another thread has sent a message.
            None if done() => return true,
            None => wait(left),
        }
    }
    true
}

/// Takes the next message of this thread, if there is one.
pub(crate) fn next() -> Option<MSG> {
    let mut message = MSG::default();
    // SAFETY: the pointer is to memory for a message. Null means all windows of this thread, and none.
    let there = unsafe { PeekMessageW(&raw mut message, ptr::null_mut(), 0, 0, PM_REMOVE) };
    (there != 0).then_some(message)
}

/// Makes Win32 call the procedure of the window or timer that a message is for.
pub(crate) fn dispatch(message: &MSG) {
    // SAFETY: the message comes from `next`. It may be late: for a window that has gone, Win32 calls nothing, and the
    // timers of this program have slots.
    unsafe { DispatchMessageW(message) };
}

/// Waits until there is a message, or the time is over.
pub(crate) fn wait(time: Duration) {
    // Rounded up, so that the last millisecond is not a busy loop.
    let millis = u32::try_from(time.as_millis() + 1).expect("it is less than 49 days");
    // SAFETY: there are no objects to wait for, so the array may be null.
    unsafe {
        MsgWaitForMultipleObjectsEx(0, ptr::null(), millis, QS_ALLINPUT, MWMO_INPUTAVAILABLE)
    };
}
