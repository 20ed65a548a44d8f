//! What is true of these APIs on every Windows, and under Wine.

use std::convert::Infallible;
use std::env;
use std::io;
use std::ops::ControlFlow::{Break, Continue};
use std::panic::{self, AssertUnwindSafe};
use std::process;
use std::ptr;

use windows_sys::Win32::Foundation::{ERROR_RESOURCE_TYPE_NOT_FOUND, FALSE, TRUE};
use windows_sys::core::w;

use crate::child_windows::{self, Family};
use crate::locales::{self, EnumLocalesProcEx};
use crate::resources::{EnumResNameProc, Kind, Module, ResourceName};
use crate::window::Window;
use crate::{fonts, panics, printers, top_windows, window};

/// Two windows, with titles that no other test has.
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
    let ended = top_windows::each(|window| {
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
    // `TRUE` if Win32 had not been told to stop: a closure is not entered after a panic anyway.
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
    // One would be what there is if Win32 were told to stop. DejaVu alone has three.
    assert!(families.len() > 1);
    assert!(families.keys().all(|name| !name.is_empty()));
    // Windows has the first two, Wine what the machine has: the others come with DejaVu.
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
fn a_null_string_is_refused() {
    let mut returned = TRUE;
    let locales = EnumLocalesProcEx::<Infallible>::new(|_, _| unreachable!("there is no string"));
    let result = panic::catch_unwind(AssertUnwindSafe(|| {
        locales.scope(|function, context| {
            // SAFETY: the context is alive. Null is what `Wide` has to refuse.
            returned = unsafe { function(ptr::null(), 0, context) };
        })
    }));
    let message = result.expect_err("`scope` tells of the fault");
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
            // SAFETY: the context is alive, a string ends in a NUL, and a number is a number.
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

/// Which printers there are is the machine's affair. Where `CALLBACK_TEST_PRINTER` is set, it is
/// the name of one that has to be found, on CI the one that the Wine prefix was given.
#[test]
fn the_printer_of_the_environment_is_found() -> io::Result<()> {
    if let Ok(expected) = env::var("CALLBACK_TEST_PRINTER") {
        let names = printers::names()?;
        assert!(names.contains(&expected), "{names:?}");
    }
    Ok(())
}
