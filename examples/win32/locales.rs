//! Locales: the closure takes a wide string as a type of this program.

use std::convert::Infallible;
use std::io;
use std::ops::ControlFlow::{self, Break, Continue};

use callback_runtime::callback;
use windows_sys::Win32::Foundation::{FALSE, LPARAM, TRUE};
use windows_sys::Win32::Globalization::{LOCALE_ALL, LOCALE_ENUMPROCEX, LOCALE_NEUTRALDATA};
use windows_sys::core::{BOOL, PCWSTR};

use crate::api::EnumSystemLocalesEx;
use crate::wide::Wide;

// BOOL CALLBACK EnumLocalesProcEx(LPWSTR lpLocaleString, DWORD dwFlags, LPARAM lParam);
//
// windows-sys has a `PCWSTR` where the header has an `LPWSTR`. `matches` requires the former.
#[callback(
    extern "system" fn(PCWSTR, u32, context: LPARAM) -> BOOL,
    continue = TRUE, break = FALSE, fallback = FALSE,
    matches = LOCALE_ENUMPROCEX,
)]
pub(crate) type EnumLocalesProcEx<B> = dyn FnMut(Wide<'_>, u32) -> ControlFlow<B>;

/// A language such as `en`, or the language of a region, such as `en-US`.
pub(crate) struct Locale {
    pub name: String,
    pub neutral: bool,
}

/// Returns all locales.
pub(crate) fn all() -> io::Result<Vec<Locale>> {
    let mut locales = Vec::new();
    let Continue(()) = EnumSystemLocalesEx::<Infallible, _>(
        |name, flags| {
            // The string is valid during the call, as its lifetime says, so this keeps a copy.
            let neutral = flags & LOCALE_NEUTRALDATA != 0;
            locales.push(Locale { name: name.to_string(), neutral });
            Continue(())
        },
        LOCALE_ALL,
    )?;
    Ok(locales)
}

/// Returns the first locale for which `wanted` returns `true`, and the number of locales examined.
pub(crate) fn find(wanted: impl Fn(&str) -> bool) -> io::Result<(Option<String>, usize)> {
    let mut seen = 0;
    let found = EnumSystemLocalesEx(
        |name, _| {
            seen += 1;
            let name = name.to_string();
            if wanted(&name) { Break(name) } else { Continue(()) }
        },
        LOCALE_ALL,
    )?;
    Ok((found.break_value(), seen))
}

/// Sorts the locales into two groups, and looks for one.
pub(crate) fn show() -> io::Result<()> {
    let locales = all()?;
    let names = |neutral| -> Vec<String> {
        // The invariant locale has no name.
        let wanted = |locale: &&Locale| locale.neutral == neutral && !locale.name.is_empty();
        locales.iter().filter(wanted).map(|locale| locale.name.clone()).collect()
    };
    println!("  languages: {}", crate::few(&names(true)));
    println!("  languages of a region: {}", crate::few(&names(false)));

    let (found, seen) = find(|name| name.ends_with("-CH"))?;
    let found = found.unwrap_or_else(|| "none".to_owned());
    println!("  the first one of Switzerland: {found}, after {seen} of {}", locales.len());
    assert!(!locales.is_empty() && seen <= locales.len());
    Ok(())
}
