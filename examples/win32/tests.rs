//! Tests of the behavior that these APIs have on every Windows and in Wine.

mod controls;
mod procedures;

use std::cell::{Cell, RefCell};
use std::convert::Infallible;
use std::env;
use std::io;
use std::ops::ControlFlow::{Break, Continue};
use std::panic::{self, AssertUnwindSafe};
use std::process;
use std::ptr;
use std::rc::Rc;
use std::thread;
use std::time::Duration;

use callback_runtime::Fault;
use windows_sys::Win32::Foundation::{ERROR_RESOURCE_TYPE_NOT_FOUND, FALSE, TRUE};
use windows_sys::core::w;

use crate::api::{EnumWindows, KillTimer};
use crate::child_windows::{self, Family};
use crate::loaded::{self, Kernel32};
use crate::locales::{self, EnumLocalesProcEx};
use crate::message_hook::{self, MessageHook};
use crate::messages::{LONG, pump};
use crate::resources::{EnumResNameProc, Kind, Module, ResourceName};
use crate::timers::{self, Timer};
use crate::window::Window;
use crate::{fonts, panics, printers, top_windows, window};

/// The time of some ticks of a timer that is not stopped.
const WHILE: Duration = Duration::from_millis(100);

/// Creates two windows, with titles that no other test uses.
fn two_windows(test: &str) -> ([String; 2], [Window; 2]) {
    let titles = ["first", "second"].map(|which| format!("{which} of {test}, {}", process::id()));
    let windows = titles.each_ref().map(|title| Window::new(title).expect("a window"));
    (titles, windows)
}

#[test]
fn a_window_is_found_by_its_title() -> io::Result<()> {
    let (titles, windows) = two_windows("found");
    for (title, window) in titles.iter().zip(&windows) {
        assert_eq!(top_windows::find(title)?.0, Some(window.handle()));
    }
    drop(windows);
    assert_eq!(top_windows::find(&titles[0])?.0, None);
    Ok(())
}

#[test]
fn a_break_ends_the_enumeration() -> io::Result<()> {
    let (_, _windows) = two_windows("break");
    let mut calls = 0;
    let ended = EnumWindows(|window| {
        calls += 1;
        Break(window)
    })?;
    assert!(ended.is_break());
    assert_eq!(calls, 1);
    Ok(())
}

#[test]
fn all_windows_include_ours_once() -> io::Result<()> {
    let (titles, windows) = two_windows("all");
    let all = top_windows::all()?;
    for (title, own) in titles.iter().zip(&windows) {
        assert_eq!(all.iter().filter(|&&window| window == own.handle()).count(), 1);
        assert_eq!(window::title(own.handle()), *title);
        assert_eq!(window::class(own.handle()), "Static");
    }
    Ok(())
}

#[test]
fn a_panic_stops_the_enumeration_and_goes_on() {
    let (_, _windows) = two_windows("panic");
    let panicked = panics::enumerate(|window| panic::panic_any(window.addr()));
    assert_eq!(panicked.calls, 1);
    // This would be `TRUE` if Win32 had not been told to stop. The count of calls does not show that, since a
    // closure is not entered after a panic.
    assert_eq!(panicked.returned, FALSE);
    assert!(panicked.payload.is::<usize>());
}

#[test]
fn children_are_those_created() -> io::Result<()> {
    let Family { parent, children: [first, second], grandchild } = &Family::new()?;
    let mut below = child_windows::below(parent.handle());
    below.sort_unstable();
    let mut created = [*first, *second, *grandchild];
    created.sort_unstable();
    assert_eq!(below, created);
    assert_eq!(child_windows::below(*first), [*grandchild]);
    assert_eq!(child_windows::below(*second), []);
    Ok(())
}

#[test]
fn there_are_fonts_with_names() -> io::Result<()> {
    let families = fonts::families()?;
    // There would be one if Win32 were told to stop. DejaVu has three.
    assert!(families.len() > 1);
    assert!(families.keys().all(|name| !name.is_empty()));
    // Windows has the first two. Wine has those of the machine: the others come with DejaVu.
    for (name, fixed_pitch) in [
        ("Arial", false),
        ("Courier New", true),
        ("DejaVu Sans", false),
        ("DejaVu Sans Mono", true),
    ] {
        if let Some(font) = families.get(name) {
            assert_eq!((font.true_type, font.fixed_pitch), (true, fixed_pitch), "{name}");
        }
    }
    Ok(())
}

#[test]
fn american_english_is_a_locale() -> io::Result<()> {
    let all = locales::all()?;
    let place = all.iter().position(|locale| locale.name == "en-US").expect("it is there");
    assert!(!all[place].neutral);
    assert!(all.iter().any(|locale| locale.name == "en" && locale.neutral));
    let (found, seen) = locales::find(|name| name == "en-US")?;
    assert_eq!((found.as_deref(), seen), (Some("en-US"), place + 1));
    assert_eq!(locales::find(|_| false)?, (None, all.len()));
    Ok(())
}

#[test]
fn a_library_is_loaded_once() -> io::Result<()> {
    let library = Kernel32::load().map_err(io::Error::other)?;
    assert!(ptr::eq(library, Kernel32::load().map_err(io::Error::other)?));
    assert_eq!(loaded::count(library)?, locales::all()?.len());
    // Windows has had the function since 2017. Debian's Wine does not have it.
    if let Some(countries) = loaded::countries(library)? {
        assert!(countries.iter().any(|name| name == "CH"), "{countries:?}");
    }
    Ok(())
}

#[test]
fn a_null_string_is_refused() {
    let mut returned = TRUE;
    let locales = EnumLocalesProcEx::<Infallible>::new(|_, _| unreachable!("there is no string"));
    let result = panic::catch_unwind(AssertUnwindSafe(|| {
        locales.scope(|function, context| {
            // SAFETY: the context is alive. `Wide` has to refuse null.
            returned = unsafe { function(ptr::null(), 0, context) };
        })
    }));
    let message = result.expect_err("`scope` panics because of the fault");
    let message = message.downcast_ref::<String>().expect("a message");
    assert!(message.contains("EnumLocalesProcEx"), "{message}");
    assert_eq!(returned, FALSE);
}

#[test]
fn a_resource_has_a_number_or_a_name() {
    let mut names = Vec::new();
    let Continue(()) = EnumResNameProc::<Infallible>::new(|_, kind, name| {
        assert!(matches!(kind, ResourceName::Id(0xFFFF)));
        names.push(name.to_string());
        Continue(())
    })
    .scope(|function, context| {
        let kind = ptr::without_provenance(0xFFFF);
        for name in [w!("GRÜN"), ptr::without_provenance(7)] {
            // SAFETY: the context is alive. The name is a string that ends in a NUL, or a number.
            assert_eq!(unsafe { function(ptr::null_mut(), kind, name, context) }, TRUE);
        }
    });
    assert_eq!(names, ["GRÜN", "#7"]);
}

#[test]
fn each_system_module_has_a_version() -> io::Result<()> {
    let shell = Module::load("shell32.dll")?;
    let versions = shell.names(Kind::VERSION)?;
    assert!(!versions.is_empty());
    // Its name is `VS_VERSION_INFO`, which is 1.
    assert!(versions.iter().all(|name| name == "#1"), "{versions:?}");
    Ok(())
}

/// `EnumResourceNamesW` returns `FALSE` both times.
#[test]
fn a_break_is_not_a_failure() -> io::Result<()> {
    let shell = Module::load("shell32.dll")?;
    assert_eq!(shell.each(Kind::VERSION, |_| Break("enough"))?, Break("enough"));
    let failed = shell.names(Kind::UNHEARD_OF).expect_err("there is no such type");
    assert_eq!(failed.raw_os_error(), Some(ERROR_RESOURCE_TYPE_NOT_FOUND.cast_signed()));
    Ok(())
}

#[test]
fn a_timer_ticks_on_its_thread_until_it_stops_itself() -> io::Result<()> {
    let ticked = Rc::new(RefCell::new(Vec::new()));
    let own = Rc::clone(&ticked);
    let timer = Timer::start(move || {
        own.borrow_mut().push(thread::current().id());
        if own.borrow().len() < 3 { Continue(()) } else { Break(()) }
    })?;
    assert!(timer.is_running());
    assert!(pump(LONG, || !timer.is_running()));
    assert!(!pump(WHILE, || ticked.borrow().len() > 3));
    assert_eq!(*ticked.borrow(), [thread::current().id(); 3]);
    assert_eq!(timer.fault(), None);
    assert_eq!(KillTimer(timer.id), FALSE, "it was stopped");
    drop(timer);
    assert_eq!(Rc::strong_count(&ticked), 1);
    Ok(())
}

#[test]
fn a_timer_that_is_dropped_ticks_no_more() -> io::Result<()> {
    let ticks = Rc::new(Cell::new(0));
    let own = Rc::clone(&ticks);
    let timer = Timer::start(move || {
        own.set(own.get() + 1);
        Continue(())
    })?;
    assert!(pump(LONG, || ticks.get() == 2));
    drop(timer);
    assert!(!pump(WHILE, || ticks.get() > 2));
    assert_eq!(timers::late_tick()?, 0);
    Ok(())
}

#[test]
fn a_timer_whose_closure_panics_ticks_no_more() -> io::Result<()> {
    let ticks = Rc::new(Cell::new(0));
    let own = Rc::clone(&ticks);
    let timer = Timer::start(move || {
        own.set(own.get() + 1);
        panic!("tick {}", own.get());
    })?;
    assert!(pump(LONG, || timer.fault().is_some()));
    assert!(!pump(WHILE, || ticks.get() > 1));
    assert_eq!((ticks.get(), timer.fault()), (1, Some(Fault::Panicked)));
    Ok(())
}

#[test]
fn a_hook_sees_what_is_posted_until_it_is_dropped() -> io::Result<()> {
    let window = Window::new("of a hook")?;
    // Win32 calls only the newer one, which passes each message on to the older one. A function without a
    // closure would not. So this shows that the newer one was removed from the chain.
    let (_older, seen_older) = message_hook::watch(&window)?;
    let (newer, seen_newer) = message_hook::watch(&window)?;
    message_hook::post(&window, 7)?;
    message_hook::post(&window, 8)?;
    assert!(pump(LONG, || seen_older.borrow().len() == 2));
    drop(newer);
    message_hook::post(&window, 9)?;
    assert!(pump(LONG, || seen_older.borrow().len() == 3));
    assert_eq!(*seen_newer.borrow(), [7, 8]);
    assert_eq!(*seen_older.borrow(), [7, 8, 9]);
    assert_eq!(Rc::strong_count(&seen_newer), 1);
    Ok(())
}

#[test]
fn a_hook_may_end_itself() -> io::Result<()> {
    let window = Window::new("of a hook that ends itself")?;
    let (kept, token) = (Rc::new(RefCell::new(None::<MessageHook>)), Rc::new(Cell::new(0)));
    let (place, own) = (Rc::clone(&kept), Rc::clone(&token));
    let hook = MessageHook::new(move |_| {
        drop(place.take());
        // Its captures outlive its call.
        own.set(own.get() + 1);
    })?;
    kept.replace(Some(hook));
    message_hook::post(&window, 1)?;
    assert!(pump(LONG, || token.get() == 1));
    let (_other, seen) = message_hook::watch(&window)?;
    message_hook::post(&window, 2)?;
    assert!(pump(LONG, || seen.borrow().ends_with(&[2])));
    assert_eq!((token.get(), Rc::strong_count(&token), Rc::strong_count(&kept)), (1, 1, 1));
    Ok(())
}

/// The printers depend on the machine. If `CALLBACK_TEST_PRINTER` is set, it is the name of a printer that
/// has to be found. CI adds one to the Wine prefix.
#[test]
fn the_printer_of_the_environment_is_found() -> io::Result<()> {
    if let Ok(expected) = env::var("CALLBACK_TEST_PRINTER") {
        let names = printers::names()?;
        assert!(names.contains(&expected), "{names:?}");
    }
    Ok(())
}
