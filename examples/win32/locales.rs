//! Locales: the closure takes a wide string as a type of this program's own.

use std::convert::Infallible;
use std::io;
use std::ops::ControlFlow::{self, Break, Continue};
use std::ptr;

use callback_runtime::callback;
use windows_sys::Win32::Foundation::{FALSE, LPARAM, TRUE};
use windows_sys::Win32::Globalization::{
    EnumSystemLocalesEx, LOCALE_ALL, LOCALE_ENUMPROCEX, LOCALE_NEUTRALDATA,
};
use windows_sys::core::{BOOL, PCWSTR};

use crate::outcome::{check, sort_out};
use crate::wide::Wide;

// BOOL CALLBACK EnumLocalesProcEx(LPWSTR lpLocaleString, DWORD dwFlags, LPARAM lParam);
//
// windows-sys has a `PCWSTR` where the header has an `LPWSTR`: `matches` wants the former.
#[callback(
    extern "system" fn(PCWSTR, u32, context: LPARAM) -> BOOL,
    continue = TRUE, break = FALSE, fallback = FALSE,
    matches = LOCALE_ENUMPROCEX,
)]
pub(crate) type EnumLocalesProcEx<B> = dyn FnMut(Wide<'_>, u32) -> ControlFlow<B>;

/// Calls `each` for the locales, until it breaks: then that is the result.
pub(crate) fn each<B>(
    each: impl FnMut(Wide<'_>, u32) -> ControlFlow<B>,
) -> io::Result<ControlFlow<B>> {
    let outcome = EnumLocalesProcEx::new(each).scope(|function, context| {
        // SAFETY: `EnumSystemLocalesEx` calls on this thread, before it returns, and then forgets
        // both. The last parameter is reserved, and has to be null.
        check(unsafe { EnumSystemLocalesEx(Some(function), LOCALE_ALL, context, ptr::null()) })
    });
    sort_out(outcome)
}

/// A language such as `en`, or a language as one place has it, such as `en-US`.
pub(crate) struct Locale {
    pub name: String,
    pub neutral: bool,
}

/// All locales.
pub(crate) fn all() -> io::Result<Vec<Locale>> {
    let mut locales = Vec::new();
    let Continue(()) = each::<Infallible>(|name, flags| {
        // The string is gone after the call, and its lifetime says so: what is kept is a copy.
        let neutral = flags & LOCALE_NEUTRALDATA != 0;
        locales.push(Locale { name: name.to_string(), neutral });
        Continue(())
    })?;
    Ok(locales)
}

/// The first locale of which `wanted` is true, and how many were looked at.
pub(crate) fn find(wanted: impl Fn(&str) -> bool) -> io::Result<(Option<String>, usize)> {
    let mut seen = 0;
    let found = each(|name, _| {
        seen += 1;
        let name = name.to_string();
        if wanted(&name) { Break(name) } else { Continue(()) }
    })?;
    Ok((found.break_value(), seen))
}

/// Sorts the locales into two kinds, and looks for one.
pub(crate) fn show() -> io::Result<()> {
    let locales = all()?;
    let names = |neutral| -> Vec<String> {
        // The invariant locale has no name.
        let wanted = |locale: &&Locale| locale.neutral == neutral && !locale.name.is_empty();
        locales.iter().filter(wanted).map(|locale| locale.name.clone()).collect()
    };
    println!("  languages: {}", crate::few(&names(true)));
    println!("  languages of a place: {}", crate::few(&names(false)));

    let (found, seen) = find(|name| name.ends_with("-CH"))?;
    let found = found.unwrap_or_else(|| "none".to_owned());
    println!("  the first one of Switzerland: {found}, after {seen} of {}", locales.len());
    assert!(!locales.is_empty() && seen <= locales.len());
    Ok(())
}
