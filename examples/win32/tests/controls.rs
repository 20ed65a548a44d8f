//! Tests of closures that are the procedures of subclassed controls and of dialogs.

use std::cell::{Cell, RefCell};
use std::io;
use std::ops::ControlFlow::{Break, Continue};
use std::panic::{self, AssertUnwindSafe};
use std::rc::Rc;

use callback_runtime::Fault;
use windows_sys::Win32::Foundation::HWND;
use windows_sys::Win32::UI::WindowsAndMessaging::{
    WM_CHAR, WM_COMMAND, WM_DESTROY, WM_INITDIALOG, WM_NCDESTROY,
};

use crate::api::EndDialog;
use crate::procedures::class::Seen;
use crate::procedures::dialog::{answer, ask, ask_name, cancel};
use crate::procedures::subclass::{Subclass, capitals, refuse_digits};
use crate::procedures::template::Template;
use crate::procedures::{faults, text, type_in};
use crate::window::{Window, add_edit};

/// A field in a window.
fn field() -> io::Result<(Window, HWND)> {
    let window = Window::new("of a field")?;
    let field = add_edit(window.handle())?;
    Ok((window, field))
}

#[test]
fn the_newest_subclass_is_called_first() -> io::Result<()> {
    faults::watch();
    let (_window, field) = field()?;
    let digits = refuse_digits(field)?;
    let capitals = [capitals(field)?, capitals(field)?];
    type_in(field, "a1");
    drop(digits);
    type_in(field, "b2");
    drop(capitals);
    type_in(field, "c3");
    assert_eq!(text(field), "AB2c3");
    assert_eq!(faults::take(), []);
    Ok(())
}

#[test]
fn a_subclass_may_remove_itself() -> io::Result<()> {
    faults::watch();
    let (_window, field) = field()?;
    let (kept, token) = (Rc::new(RefCell::new(None::<Subclass>)), Rc::new(Cell::new(0)));
    let (place, own) = (Rc::clone(&kept), Rc::clone(&token));
    let subclass = Subclass::new(field, move |_, message, _, _| {
        if message == WM_CHAR {
            drop(place.take());
            // Its captures outlive its call.
            own.set(own.get() + 1);
        }
        None
    })?;
    kept.replace(Some(subclass));
    type_in(field, "ab");
    assert_eq!((text(field).as_str(), token.get()), ("ab", 1));
    assert_eq!((Rc::strong_count(&token), Rc::strong_count(&kept)), (1, 1));
    assert_eq!(faults::take(), []);
    Ok(())
}

#[test]
fn a_subclass_may_outlive_its_control() -> io::Result<()> {
    faults::watch();
    let (window, field) = field()?;
    let seen = Seen::default();
    let own = Rc::clone(&seen);
    let subclass = Subclass::new(field, move |_, message, _, _| {
        own.borrow_mut().push(message);
        None
    })?;
    drop(window);
    assert_eq!(seen.borrow().last(), Some(&WM_NCDESTROY));
    assert_eq!(Rc::strong_count(&seen), 2);
    drop(subclass);
    assert_eq!(Rc::strong_count(&seen), 1);
    assert_eq!(faults::take(), []);
    Ok(())
}

#[test]
fn a_control_works_without_its_closure() -> io::Result<()> {
    faults::watch();
    let (_window, field) = field()?;
    let subclass = Subclass::new(field, |_, message, w, _| {
        assert_ne!((message, w), (WM_CHAR, usize::from(b'b')), "on purpose");
        (message == WM_CHAR).then_some(0)
    })?;
    type_in(field, "abc");
    assert_eq!(text(field), "bc", "the closure refused the first letter, and no more");
    assert_eq!(subclass.fault(), Some(Fault::Panicked));
    assert_eq!(faults::take(), [("SubclassProc", Fault::Panicked)]);
    Ok(())
}

/// `WM_SETFONT` comes before the closure is there, since the template has a font.
#[test]
fn a_dialog_has_its_closure_from_the_beginning() -> io::Result<()> {
    faults::watch();
    let seen = RefCell::new(Vec::new());
    let answer = ask(&Template::new("of a list", 1), |dialog, message, _, _| {
        seen.borrow_mut().push(message);
        match message {
            WM_INITDIALOG => {
                cancel(dialog);
                Continue(())
            }
            WM_COMMAND => Break(seen.borrow().len()),
            _ => Continue(()),
        }
    })?;
    let seen = seen.into_inner();
    assert_eq!(seen[0], WM_INITDIALOG);
    assert_eq!(seen[answer - 1], WM_COMMAND);
    assert_eq!(seen.last(), Some(&WM_NCDESTROY));
    assert_eq!(faults::take(), []);
    Ok(())
}

#[test]
fn a_dialog_may_open_another() -> io::Result<()> {
    faults::watch();
    let inner = RefCell::new(None);
    let outer = ask_name(|dialog| {
        let name = ask_name(|dialog| answer(dialog, "Allegra")).expect("a dialog");
        answer(dialog, "Ada");
        inner.replace(name);
    })?;
    assert_eq!((outer.as_deref(), inner.take().as_deref()), (Some("Ada"), Some("Allegra")));
    assert_eq!(faults::take(), []);
    Ok(())
}

#[test]
fn a_dialog_ends_if_its_closure_panics() {
    faults::watch();
    for number in [WM_INITDIALOG, WM_COMMAND, WM_DESTROY] {
        let panics = AssertUnwindSafe(|| {
            ask(&Template::new("of a panic", 1), |dialog, message, _, _| {
                if message == number {
                    panic::panic_any(number);
                }
                match message {
                    WM_INITDIALOG => {
                        cancel(dialog);
                        Continue(())
                    }
                    WM_COMMAND => Break(()),
                    _ => Continue(()),
                }
            })
        });
        let payload = panic::catch_unwind(panics).expect_err("the panic goes on");
        assert_eq!(payload.downcast_ref(), Some(&number));
        assert_eq!(faults::take(), [("DialogProc", Fault::Panicked)]);
    }
}

/// Windows says why. Wine does not.
#[test]
fn a_dialog_that_cannot_be_created_is_an_error() {
    let refused = ask(&Template::of_unknown_class(), |_, _, _, _| Break(()));
    assert!(refused.expect_err("there is no such class").raw_os_error().is_some());
}

/// The closure may end its dialog by itself. Then there is no answer.
#[test]
fn a_dialog_without_an_answer_is_an_error() {
    let ended = ask::<()>(&Template::new("of nothing", 1), |dialog, message, _, _| {
        if message == WM_INITDIALOG {
            EndDialog(dialog, 0);
        }
        Continue(())
    });
    assert_eq!(ended.expect_err("there is no answer").raw_os_error(), None);
}
