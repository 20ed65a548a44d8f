//! A hook: a closure sees the messages of its thread, until the hook is removed.

use std::cell::RefCell;
use std::io;
use std::ptr;
use std::rc::Rc;

use callback_runtime::{Fault, Slot, callback};
use windows_sys::Win32::Foundation::{LPARAM, LRESULT, WPARAM};
use windows_sys::Win32::UI::WindowsAndMessaging::{
    CallNextHookEx, HC_ACTION, HHOOK, HOOKPROC, MSG, PM_REMOVE, WH_GETMESSAGE, WM_APP,
};

use crate::api::{GetCurrentThreadId, PostMessageW, SetWindowsHookExW, UnhookWindowsHookEx};
use crate::messages::{LONG, pump};
use crate::window::Window;

// LRESULT CALLBACK GetMsgProc(int code, WPARAM wParam, LPARAM lParam);
//
// `Fn`, since Win32 calls again if the closure runs a message loop, such as that of a message box.
#[callback(
    extern "system" fn(i32, WPARAM, LPARAM) -> LRESULT,
    context = none, slots = 8, fallback = 0,
    matches = HOOKPROC,
)]
pub(crate) type GetMsgProc = dyn Fn(i32, WPARAM, LPARAM) -> LRESULT;

/// A hook of this thread, removed when this is dropped.
pub(crate) struct MessageHook {
    handle: HHOOK,
    slot: Slot<GetMsgProc>,
}

impl MessageHook {
    /// Calls `see` with each message that this thread takes from its queue.
    pub(crate) fn new(see: impl Fn(&MSG) + 'static) -> io::Result<Self> {
        let hook = move |code: i32, removed: WPARAM, message: LPARAM| {
            if code == HC_ACTION.cast_signed() && removed == PM_REMOVE as WPARAM {
                let message = ptr::with_exposed_provenance::<MSG>(message.cast_unsigned());
                // SAFETY: with this code, it is a pointer to a message that is valid during the
                // call.
                see(unsafe { &*message });
            }
            // SAFETY: these are the parameters of the call. The handle is ignored.
            unsafe { CallNextHookEx(ptr::null_mut(), code, removed, message) }
        };
        // Without a hook, this gives the slot back.
        let (handle, slot) = SetWindowsHookExW(WH_GETMESSAGE, hook, GetCurrentThreadId())?;
        Ok(Self { handle, slot })
    }

    /// Returns the fault of the closure, such as a panic. The messages go on without it.
    pub(crate) fn fault(&self) -> Option<Fault> {
        self.slot.fault()
    }
}

impl Drop for MessageHook {
    fn drop(&mut self) {
        UnhookWindowsHookEx(self.handle);
        // Then the slot is given back. If this runs inside the hook, the closure lives until that
        // call has returned.
    }
}

/// Posts a message with a number, which only this program uses.
pub(crate) fn post(window: &Window, number: u32) -> io::Result<()> {
    // SAFETY: no other program knows the window, and its class ignores the message.
    unsafe { PostMessageW(window.handle(), WM_APP + number, 0, 0) }?;
    Ok(())
}

/// The numbers that a hook saw.
pub(crate) type Seen = Rc<RefCell<Vec<u32>>>;

/// Creates a hook that records the numbers of the messages that are posted to `window`.
pub(crate) fn watch(window: &Window) -> io::Result<(MessageHook, Seen)> {
    let seen = Seen::default();
    let (own, window) = (Rc::clone(&seen), window.handle());
    let hook = MessageHook::new(move |message| {
        if message.hwnd == window && message.message >= WM_APP {
            own.borrow_mut().push(message.message - WM_APP);
        }
    })?;
    Ok((hook, seen))
}

/// Sets two hooks, and drops the newer one between two messages.
pub(crate) fn show() -> io::Result<()> {
    let window = Window::new("Ada")?;
    let (older, seen_older) = watch(&window)?;
    let (newer, seen_newer) = watch(&window)?;
    for number in 1..=3 {
        post(&window, number)?;
    }
    // Win32 calls the newer one, which calls the older one by `CallNextHookEx`.
    assert!(pump(LONG, || seen_older.borrow().len() == 3));
    assert_eq!(newer.fault(), None);
    drop(newer);

    post(&window, 4)?;
    assert!(pump(LONG, || seen_older.borrow().len() == 4));
    assert_eq!(older.fault(), None);
    println!("  a hook that was dropped after the third message: {:?}", seen_newer.borrow());
    println!("  a hook that was not: {:?}", seen_older.borrow());
    assert_eq!(*seen_newer.borrow(), [1, 2, 3]);
    assert_eq!(*seen_older.borrow(), [1, 2, 3, 4]);
    Ok(())
}
