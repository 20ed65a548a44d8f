//! A window class of this program. The procedure of each of its windows is a closure.

use std::cell::{Cell, RefCell};
use std::ffi::c_void;
use std::io;
use std::mem;
use std::panic;
use std::ptr;
use std::rc::Rc;

use callback_runtime::{Fault, FromC, RawContext, RawDestroy, RawFn, callback};
use windows_sys::Win32::Foundation::{ERROR_CLASS_ALREADY_EXISTS, HWND, LPARAM, LRESULT, WPARAM};
use windows_sys::Win32::System::LibraryLoader::GetModuleHandleW;
use windows_sys::Win32::UI::WindowsAndMessaging::{
    CREATESTRUCTW, DefWindowProcW, GWLP_USERDATA, RegisterClassExW, WINDOW_LONG_PTR_INDEX, WM_APP,
    WM_CLOSE, WM_NCCREATE, WM_NCDESTROY, WM_SETTEXT, WNDCLASSEXW, WNDPROC,
};
use windows_sys::core::{PCWSTR, w};

use super::{POINTER, close, faults, send, set_text, store, stored, text};
use crate::api::{DestroyWindow, PostMessageW};
use crate::messages::{LONG, pump};
use crate::wide::Wide;
use crate::window::Window;

// LRESULT CALLBACK WindowProc(HWND hwnd, UINT uMsg, WPARAM wParam, LPARAM lParam);
//
// Windows calls it on the thread that created the window, even for a message from another thread. So the
// closure need not be `Send`.
#[callback(
    extern "system" fn(window: HWND, message: u32, w: WPARAM, l: LPARAM) -> LRESULT,
    // SAFETY: Windows calls with a message of a window of the class.
    context = unsafe { user_data(window, message, l) },
    // SAFETY: as above.
    fallback = unsafe { by_default(window, message, w, l) },
    matches = WNDPROC,
)]
pub(crate) type WindowProc = dyn Fn(HWND, u32, WPARAM, LPARAM) -> LRESULT;

/// The closures of all windows have this type. So they share one trampoline, which is the procedure of the class.
type Procedure = Box<dyn Fn(HWND, u32, WPARAM, LPARAM) -> LRESULT>;

const CLASS: PCWSTR = w!("callback-runtime example");

/// The place for the destroy function in the memory that Windows adds to each window of the class.
const DESTROY: WINDOW_LONG_PTR_INDEX = 0;

/// The data that `create` passes to `user_data` through `CreateWindowExW`.
#[derive(Clone, Copy)]
struct Parts {
    user: RawContext<WindowProc>,
    destroy: RawDestroy<WindowProc>,
}

/// Creates a window, for whose messages `handle` is called, from `WM_NCCREATE` to `WM_NCDESTROY`.
///
/// `handle` returns the answer, or `None` to leave the message to Windows. It is dropped with the window. If it panics,
/// Windows gets all messages.
pub(crate) fn create(
    title: &str,
    handle: impl Fn(HWND, u32, WPARAM, LPARAM) -> Option<LRESULT> + 'static,
) -> io::Result<Window> {
    let procedure: Procedure = Box::new(move |window, message, w, l| {
        match handle(window, message, w, l) {
            // `handle` does not get the last message, which ends the closure.
            Some(answer) if message != WM_NCDESTROY => answer,
            // SAFETY: these are the parameters of the call.
            _ => unsafe { by_default(window, message, w, l) },
        }
    });
    // If there is no window, the closure is dropped, whether or not there has been a `WM_NCDESTROY`.
    WindowProc::new(procedure).notified(|function, user, destroy| {
        register(function)?;
        let parts = Parts { user, destroy };
        // SAFETY: `user_data` expects the parts, during this call. The class calls the function that belongs to them,
        // since that is the same for all closures. After `WM_NCDESTROY`, Windows does not call for this window.
        unsafe { Window::of_class(CLASS, title, (&raw const parts).cast()) }
    })
}

/// Registers the class. Later calls find it registered.
fn register(function: RawFn<WindowProc>) -> io::Result<()> {
    let class = WNDCLASSEXW {
        cbSize: size_of::<WNDCLASSEXW>().try_into().expect("it is small"),
        lpfnWndProc: Some(function),
        cbWndExtra: POINTER,
        // SAFETY: null is the program itself.
        hInstance: unsafe { GetModuleHandleW(ptr::null()) },
        lpszClassName: CLASS,
        ..WNDCLASSEXW::default()
    };
    // SAFETY: the name ends in a NUL. The procedure finds the user data of each window.
    if unsafe { RegisterClassExW(&raw const class) } != 0 {
        return Ok(());
    }
    let error = io::Error::last_os_error();
    let exists = Some(ERROR_CLASS_ALREADY_EXISTS.cast_signed());
    if error.raw_os_error() == exists { Ok(()) } else { Err(error) }
}

/// Finds the user data of a window: the key `context` calls this for each message.
///
/// Windows sends `WM_GETMINMAXINFO` before `WM_NCCREATE`. There is no closure yet for such a message. It gets
/// the fallback, and no fault is reported.
///
/// # Safety
///
/// The parameters are those of a message for a window of the class.
unsafe fn user_data(window: HWND, message: u32, l: LPARAM) -> Option<RawContext<WindowProc>> {
    if message == WM_NCCREATE {
        let created = ptr::with_exposed_provenance::<CREATESTRUCTW>(l.cast_unsigned());
        // SAFETY: with this message, it is a pointer to a structure that is valid during the call.
        let parts = unsafe { (*created).lpCreateParams }.cast::<Parts>();
        // SAFETY: `create` passes the parts. Any other creator of a window of this class passes null.
        if let Some(Parts { user, destroy }) = unsafe { parts.as_ref() } {
            store(window, GWLP_USERDATA, *user);
            store(window, DESTROY, *destroy as *mut c_void);
        }
    }
    let user = stored(window, GWLP_USERDATA);
    (!user.is_null()).then_some(user)
}

/// Leaves a message to Windows. At the last one, this runs the destroy function.
///
/// The closure calls this, and so does the fallback. So the closure is dropped with its window even if it panicked.
/// It is dropped when its outermost call has returned, such as that of a `WM_CLOSE` in which it destroys the window.
///
/// # Safety
///
/// The parameters are those of a message for a window of the class.
unsafe fn by_default(window: HWND, message: u32, w: WPARAM, l: LPARAM) -> LRESULT {
    // SAFETY: the parameters are those of a message (the caller's promise).
    let answer = unsafe { DefWindowProcW(window, message, w, l) };
    let user = stored(window, GWLP_USERDATA);
    if message == WM_NCDESTROY && !user.is_null() {
        // From now on, there is no callback.
        store(window, GWLP_USERDATA, ptr::null_mut());
        let destroy = stored(window, DESTROY);
        // SAFETY: `user_data` stored the destroy function when it stored the user data.
        let destroy = unsafe { mem::transmute::<*mut c_void, RawDestroy<WindowProc>>(destroy) };
        // SAFETY: this comes with that user data, once, and no call of the closure begins after it.
        unsafe { destroy(user) };
    }
    answer
}

/// The numbers of the messages that a window got.
pub(crate) type Seen = Rc<RefCell<Vec<u32>>>;

/// Creates a window that records its messages, counts down with messages to itself, and destroys itself when
/// it is asked to close. After that, `closed` is `true`.
pub(crate) fn count_down(title: &str, seen: &Seen, closed: &Rc<Cell<bool>>) -> io::Result<Window> {
    let (seen, closed) = (Rc::clone(seen), Rc::clone(closed));
    create(title, move |window, message, w, l| {
        seen.borrow_mut().push(message);
        match message {
            WM_APP if w > 0 => Some(1 + send(window, 0, w - 1)),
            WM_SETTEXT => {
                // SAFETY: with this message, it is a string that is valid during the call.
                let text = unsafe { Wide::from_c(ptr::with_exposed_provenance(l.cast_unsigned())) };
                println!("  the closure sees a new title, {}", text?);
                None
            }
            WM_CLOSE => {
                DestroyWindow(window);
                // The window is gone, but the captures of the closure are not.
                closed.set(true);
                Some(0)
            }
            _ => None,
        }
    })
}

/// Shows a window whose closure is called again while it runs, and which it closes.
pub(crate) fn show() -> io::Result<()> {
    faults::watch();
    let (seen, closed) = (Seen::default(), Rc::new(Cell::new(false)));
    let window = count_down("Ada", &seen, &closed)?;
    assert_eq!(text(window.handle()), "Ada");
    set_text(window.handle(), "Charles")?;
    assert_eq!(text(window.handle()), "Charles");
    println!("  the title is {}", text(window.handle()));

    let calls = send(window.handle(), 0, 3);
    println!("  the closure calls itself through `SendMessageW`, {calls} times");
    assert_eq!(calls, 3);

    // SAFETY: the message has no parameters.
    unsafe { PostMessageW(window.handle(), WM_CLOSE, 0, 0) }?;
    assert!(pump(LONG, || !window.is_open()));
    let seen = seen.take();
    println!("  closed, after {} messages from `WM_NCCREATE` to `WM_NCDESTROY`", seen.len());
    assert_eq!((seen.first(), seen.last()), (Some(&WM_NCCREATE), Some(&WM_NCDESTROY)));
    assert!(closed.get());
    assert_eq!(Rc::strong_count(&closed), 1, "the closure was dropped with the window");
    assert_eq!(faults::take(), []);
    show_panic()
}

/// Shows a window whose closure panics. It works without the closure, which is dropped when the window closes.
fn show_panic() -> io::Result<()> {
    if cfg!(panic = "abort") {
        println!("  (a panic ends the process in this build, so none is shown)");
        return Ok(());
    }
    let token = Rc::new(());
    let own = Rc::clone(&token);
    let window = create("Charles", move |_, message, _, _| {
        let _ = &own;
        // On purpose. `resume_unwind` prints no message.
        if message == WM_APP { panic::resume_unwind(Box::new("a message too many")) } else { None }
    })?;
    let answer = send(window.handle(), 0, 1);
    let faults = faults::take();
    println!("  in another window, the closure panics; the answer is that of Windows, {answer}");
    assert_eq!((answer, faults), (0, vec![("WindowProc", Fault::Panicked)]));

    set_text(window.handle(), "Ada")?;
    assert_eq!(text(window.handle()), "Ada");
    close(window.handle());
    println!("  without its closure, the window has got a new title, and was closed");
    assert!(!window.is_open());
    assert_eq!(Rc::strong_count(&token), 1, "the closure was dropped with the window");
    assert_eq!(faults::take(), []);
    Ok(())
}
