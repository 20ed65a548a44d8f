//! Tests of closures that are the procedures of windows.

use std::cell::RefCell;
use std::io;
use std::ptr;
use std::rc::Rc;
use std::thread;
use std::time::Instant;

use callback_runtime::Fault;
use windows_sys::Win32::Foundation::LPARAM;
use windows_sys::Win32::UI::WindowsAndMessaging::{
    CWPSTRUCT, WH_CALLWNDPROC, WM_APP, WM_CLOSE, WM_CREATE, WM_DESTROY, WM_GETMINMAXINFO,
    WM_GETTEXT, WM_NCCREATE, WM_NCDESTROY, WM_SETTEXT,
};

use crate::api::{DestroyWindow, GetCurrentThreadId, SetWindowsHookExW, UnhookWindowsHookEx};
use crate::messages::{LONG, pump};
use crate::procedures::class::{self, Seen};
use crate::procedures::{close, faults, send, set_text, text};
use crate::window::Window;

/// Creates a window whose closure panics at one message.
fn panicking_at(number: u32) -> io::Result<(Window, Rc<()>)> {
    let token = Rc::new(());
    let own = Rc::clone(&token);
    let window = class::create("of a panic", move |_, message, _, _| {
        let _ = &own;
        assert_ne!(message, number, "on purpose");
        None
    })?;
    Ok((window, token))
}

/// A hook sees all messages of the window, including those before it has its closure.
#[test]
fn a_window_has_its_closure_from_the_second_message_on() -> io::Result<()> {
    faults::watch();
    let (sent, seen) = (Rc::new(RefCell::new(Vec::new())), Seen::default());
    let own = Rc::clone(&sent);
    let see = move |_, _, call: LPARAM| {
        // SAFETY: with this hook, it is a pointer to a structure that is valid during the call.
        let call = unsafe { &*ptr::with_exposed_provenance::<CWPSTRUCT>(call.cast_unsigned()) };
        own.borrow_mut().push((call.hwnd, call.message));
        0
    };
    let (hook, slot) = SetWindowsHookExW(WH_CALLWNDPROC, see, GetCurrentThreadId())?;
    let window = class::count_down("of a hook", &seen, &Rc::default())?;
    UnhookWindowsHookEx(hook);
    drop(slot);
    let mut sent = sent.take();
    sent.retain(|&(to, _)| to == window.handle());
    let sent: Vec<u32> = sent.into_iter().map(|(_, message)| message).collect();
    assert_eq!(sent[..2], [WM_GETMINMAXINFO, WM_NCCREATE]);
    assert_eq!(seen.borrow()[..], sent[1..]);
    drop(window);
    assert_eq!(seen.borrow().last(), Some(&WM_NCDESTROY));
    assert_eq!(faults::take(), []);
    Ok(())
}

#[test]
fn a_title_is_set_and_read_back() -> io::Result<()> {
    let (seen, closed) = (Seen::default(), Rc::default());
    let window = class::count_down("Grün", &seen, &closed)?;
    assert_eq!(text(window.handle()), "Grün");
    seen.take();
    set_text(window.handle(), "Blau")?;
    assert_eq!(text(window.handle()), "Blau");
    assert_eq!(seen.take(), [WM_SETTEXT, WM_GETTEXT]);
    drop(window);
    assert!(!closed.get(), "this window was destroyed, and not asked to close");
    assert_eq!(Rc::strong_count(&closed), 1);
    Ok(())
}

#[test]
fn a_closure_is_called_again_from_inside() -> io::Result<()> {
    faults::watch();
    let seen = Seen::default();
    let window = class::count_down("again", &seen, &Rc::default())?;
    seen.take();
    assert_eq!(send(window.handle(), 0, 20), 20);
    assert_eq!(seen.take(), [WM_APP; 21]);
    assert_eq!(faults::take(), []);
    Ok(())
}

/// The closure of a window counts the depth of its re-entrant calls. It is dropped when the outermost call
/// has returned.
#[test]
fn a_window_may_go_in_the_innermost_of_three_calls() -> io::Result<()> {
    faults::watch();
    let (depths, token) = (Rc::new(RefCell::new(Vec::new())), Rc::new(()));
    let (own, kept) = (Rc::clone(&depths), Rc::clone(&token));
    let window = class::create("nested", move |window, message, w, _| match (message, w) {
        (WM_APP, 0) => {
            close(window);
            own.borrow_mut().push((0, Rc::strong_count(&kept)));
            Some(1)
        }
        (WM_APP, _) => {
            let inner = send(window, 0, w - 1);
            own.borrow_mut().push((w, Rc::strong_count(&kept)));
            Some(inner + 1)
        }
        _ => None,
    })?;
    assert_eq!(send(window.handle(), 0, 2), 3);
    assert!(!window.is_open());
    assert_eq!(*depths.borrow(), [(0, 2), (1, 2), (2, 2)]);
    assert_eq!((Rc::strong_count(&token), Rc::strong_count(&depths)), (1, 1));
    assert_eq!(faults::take(), []);
    Ok(())
}

#[test]
fn a_closure_cannot_keep_the_last_message() -> io::Result<()> {
    let token = Rc::new(());
    let own = Rc::clone(&token);
    let window = class::create("kept", move |_, message, _, _| {
        let _ = &own;
        (message == WM_NCDESTROY).then_some(0)
    })?;
    drop(window);
    assert_eq!(Rc::strong_count(&token), 1);
    Ok(())
}

#[test]
fn a_message_of_another_thread_comes_on_that_of_the_window() -> io::Result<()> {
    faults::watch();
    let threads = Rc::new(RefCell::new(Vec::new()));
    let own = Rc::clone(&threads);
    let window = class::create("of threads", move |_, message, w, _| {
        (message == WM_APP).then(|| {
            own.borrow_mut().push(thread::current().id());
            w.cast_signed()
        })
    })?;
    let address = window.handle().expose_provenance();
    let sender = thread::spawn(move || send(ptr::with_exposed_provenance_mut(address), 0, 7));
    let begin = Instant::now();
    assert!(pump(LONG, || !threads.borrow().is_empty()));
    assert!(begin.elapsed() < LONG, "the loop looks again after each message");
    assert_eq!(sender.join().expect("it did not panic"), 7);
    assert_eq!(*threads.borrow(), [thread::current().id()]);
    assert_eq!(faults::take(), []);
    Ok(())
}

/// 0 refuses in `WM_NCCREATE`, and -1 in `WM_CREATE`.
#[test]
fn a_closure_may_refuse_its_window() {
    faults::watch();
    for (number, refusal) in [(WM_NCCREATE, 0), (WM_CREATE, -1)] {
        let (token, seen) = (Rc::new(()), Seen::default());
        let (own, kept) = (Rc::clone(&token), Rc::clone(&seen));
        let refused = class::create("refused", move |_, message, _, _| {
            let _ = &own;
            kept.borrow_mut().push(message);
            (message == number).then_some(refusal)
        });
        assert!(refused.is_err());
        assert!(seen.borrow().contains(&number));
        assert_eq!(Rc::strong_count(&token), 1);
    }
    assert_eq!(faults::take(), []);
}

/// The window exists, has a title and closes, whatever message its closure panicked at.
#[test]
fn a_window_works_without_its_closure() -> io::Result<()> {
    faults::watch();
    for number in [WM_NCCREATE, WM_CREATE, WM_SETTEXT, WM_APP, WM_CLOSE, WM_DESTROY, WM_NCDESTROY] {
        let (window, token) = panicking_at(number)?;
        assert_eq!(send(window.handle(), 0, 0), 0);
        set_text(window.handle(), "by default")?;
        assert_eq!(text(window.handle()), "by default");
        assert_eq!(Rc::strong_count(&token), 2);
        close(window.handle());
        assert!(!window.is_open());
        assert_eq!(Rc::strong_count(&token), 1, "{number:#x}");
        assert_eq!(faults::take(), [("WindowProc", Fault::Panicked)], "{number:#x}");
    }
    Ok(())
}

/// The closure panics after its window is gone, and so inside the call in which the destroy function ran.
#[test]
fn a_closure_may_panic_after_its_window() -> io::Result<()> {
    faults::watch();
    let token = Rc::new(());
    let own = Rc::clone(&token);
    let window = class::create("gone", move |window, message, _, _| {
        if message == WM_APP {
            DestroyWindow(window);
            panic!("with {}", Rc::strong_count(&own));
        }
        None
    })?;
    assert_eq!(send(window.handle(), 0, 0), 0);
    assert!(!window.is_open());
    assert_eq!(Rc::strong_count(&token), 1);
    assert_eq!(faults::take(), [("WindowProc", Fault::Panicked)]);
    Ok(())
}
