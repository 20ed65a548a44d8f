//! A hook: a closure sees the messages of its thread, until it is taken away.

use std::cell::RefCell;
use std::io;
use std::ptr;
use std::rc::Rc;

use callback_runtime::{Fault, Slot, callback};
use windows_sys::Win32::Foundation::{LPARAM, LRESULT, WPARAM};
use windows_sys::Win32::System::Threading::GetCurrentThreadId;
use windows_sys::Win32::UI::WindowsAndMessaging::{
    CallNextHookEx, HC_ACTION, HHOOK, HOOKPROC, MSG, PM_REMOVE, PostMessageW, SetWindowsHookExW,
    UnhookWindowsHookEx, WH_GETMESSAGE, WM_APP,
};

use crate::messages::{LONG, pump};
use crate::outcome::check;
use crate::window::Window;

// LRESULT CALLBACK GetMsgProc(int code, WPARAM wParam, LPARAM lParam);
//
// `Fn`, since Win32 calls again where the closure has a message loop of its own, such as that of a
// message box.
#[callback(
    extern "system" fn(i32, WPARAM, LPARAM) -> LRESULT,
    context = none, slots = 8, fallback = 0,
    matches = HOOKPROC,
)]
pub(crate) type GetMsgProc = dyn Fn(i32, WPARAM, LPARAM) -> LRESULT;

/// A hook of this thread, until this is dropped.
pub(crate) struct MessageHook {
    handle: HHOOK,
    slot: Slot<GetMsgProc>,
}

impl MessageHook {
    /// Calls `see` with each message that this thread takes from its queue.
    pub(crate) fn new(see: impl Fn(&MSG) + 'static) -> io::Result<Self> {
        let slot = GetMsgProc::new(move |code, removed, message| {
            if code == HC_ACTION.cast_signed() && removed == PM_REMOVE as WPARAM {
                let message = ptr::with_exposed_provenance::<MSG>(message.cast_unsigned());
                // SAFETY: with this code it is a pointer to a message, for as long as the call
                // lasts.
                see(unsafe { &*message });
            }
            // SAFETY: those are the parameters of the call; the handle is not looked at.
            unsafe { CallNextHookEx(ptr::null_mut(), code, removed, message) }
        })
        .slot()
        .map_err(io::Error::other)?;
        // SAFETY: nothing is asked.
        let thread = unsafe { GetCurrentThreadId() };
        // SAFETY: the function may be called at any time. The hook is for a thread of this process,
        // so there is no module.
        let handle = unsafe {
            SetWindowsHookExW(WH_GETMESSAGE, Some(slot.function()), ptr::null_mut(), thread)
        };
        // Where there is no hook, the slot is given back here.
        if handle.is_null() { Err(io::Error::last_os_error()) } else { Ok(Self { handle, slot }) }
    }

    /// Whether the closure has panicked, say: then the messages go on without it.
    pub(crate) fn fault(&self) -> Option<Fault> {
        self.slot.fault()
    }
}

impl Drop for MessageHook {
    fn drop(&mut self) {
        // SAFETY: a handle is looked up, not followed.
        unsafe { UnhookWindowsHookEx(self.handle) };
        // And then the slot is given back. This may be inside the hook: the closure stays until
        // that call has returned.
    }
}

/// Posts a message of this program's own, with a number.
pub(crate) fn post(window: &Window, number: u32) -> io::Result<()> {
    // SAFETY: no other program knows the window, and for its class the message means nothing.
    check(unsafe { PostMessageW(window.handle(), WM_APP + number, 0, 0) })
}

/// The numbers that a hook has seen.
pub(crate) type Seen = Rc<RefCell<Vec<u32>>>;

/// A hook that notes the numbers of the messages that are posted to `window`.
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

/// Two hooks, of which the newer one is dropped between two messages.
pub(crate) fn show() -> io::Result<()> {
    let window = Window::new("Ada")?;
    let (older, seen_older) = watch(&window)?;
    let (newer, seen_newer) = watch(&window)?;
    for number in 1..=3 {
        post(&window, number)?;
    }
    // Win32 calls the newer one, and that the older one, by `CallNextHookEx`.
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
