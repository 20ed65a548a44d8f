//! A message loop, which ends. There is no callback in here.

use std::ptr;
use std::time::{Duration, Instant};

use windows_sys::Win32::UI::WindowsAndMessaging::{
    DispatchMessageW, MSG, MWMO_INPUTAVAILABLE, MsgWaitForMultipleObjectsEx, PM_REMOVE,
    PeekMessageW, QS_ALLINPUT,
};

/// Longer than anything takes that is to happen.
pub(crate) const LONG: Duration = Duration::from_secs(20);

/// Dispatches the messages of this thread, until `done` or for as long as `limit`; whether it is
/// done.
///
/// The usual loop, of `GetMessageW` until there is a `WM_QUIT`, would wait for ever for a message
/// that does not come.
pub(crate) fn pump(limit: Duration, mut done: impl FnMut() -> bool) -> bool {
    let end = Instant::now() + limit;
    while !done() {
        let left = end.saturating_duration_since(Instant::now());
        if left.is_zero() {
            return false;
        }
        match next() {
            Some(message) => dispatch(&message),
            None => wait(left),
        }
    }
    true
}

/// Takes the next message of this thread, if there is one.
pub(crate) fn next() -> Option<MSG> {
    let mut message = MSG::default();
    // SAFETY: the place is ours. Null stands for all windows of this thread, and for none.
    let there = unsafe { PeekMessageW(&raw mut message, ptr::null_mut(), 0, 0, PM_REMOVE) };
    (there != 0).then_some(message)
}

/// Has Win32 call whom a message is for: a procedure of a window, or of a timer.
pub(crate) fn dispatch(message: &MSG) {
    // SAFETY: the message comes from `next`. It may be late: the windows of this program have
    // procedures of Win32's, and its timers have slots.
    unsafe { DispatchMessageW(message) };
}

/// Waits until there is a message, or the time is over.
pub(crate) fn wait(time: Duration) {
    // Rounded up, so that the last millisecond is not spent asking.
    let millis = u32::try_from(time.as_millis() + 1).expect("it is less than 49 days");
    // SAFETY: there are no objects to wait for, so there need be no array of them.
    unsafe {
        MsgWaitForMultipleObjectsEx(0, ptr::null(), millis, QS_ALLINPUT, MWMO_INPUTAVAILABLE)
    };
}
