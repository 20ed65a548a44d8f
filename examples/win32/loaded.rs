//! Functions of a library that is loaded at run time: one may be missing on older systems.

use std::convert::Infallible;
use std::ffi::c_void;
use std::io;
use std::ops::ControlFlow::{self, Continue};
use std::ptr::null;

use callback_runtime::{LastError, callback, import};
use windows_sys::Win32::Foundation::{FALSE, LPARAM, TRUE};
use windows_sys::Win32::Globalization::LOCALE_ALL;
use windows_sys::core::{BOOL, PCWSTR};

use crate::locales::{self, EnumLocalesProcEx};
use crate::wide::Wide;

// BOOL CALLBACK GeoEnumNameProc(PWSTR geoName, LPARAM data);
#[callback(
    extern "system" fn(PCWSTR, context: LPARAM) -> BOOL,
    continue = TRUE, break = FALSE, fallback = FALSE,
)]
pub(crate) type GeoEnumNameProc<B> = dyn FnMut(Wide<'_>) -> ControlFlow<B>;

/// The class of places that are countries.
const NATIONS: u32 = 16;

// The block promises that the library may be loaded. This program has already loaded it.
#[import(load = "kernel32.dll", as = pub(crate) Kernel32)]
unsafe extern "system" {
    pub(crate) safe fn EnumSystemLocalesEx<B>(
        #[scope] each: EnumLocalesProcEx<B>,
        flags: u32,
        context: LPARAM,
        #[c(*const c_void = null())] _: (),
    ) -> Result<(), LastError>;

    /// Calls `each` for the names of places. Windows has the function since Windows 10, version 1709.
    #[optional]
    pub(crate) safe fn EnumSystemGeoNames<B>(
        class: u32,
        #[scope] each: GeoEnumNameProc<B>,
        context: LPARAM,
    ) -> Result<(), LastError>;
}

/// Counts the locales.
pub(crate) fn count(library: &Kernel32) -> io::Result<usize> {
    let mut count = 0;
    let each = |_: Wide<'_>, _| {
        count += 1;
        Continue(())
    };
    let Continue(()) = library.EnumSystemLocalesEx::<Infallible, _>(each, LOCALE_ALL)?;
    Ok(count)
}

/// Returns the names of the countries, or `None` if this system has no function that lists them.
pub(crate) fn countries(library: &Kernel32) -> io::Result<Option<Vec<String>>> {
    let mut names = Vec::new();
    let each = |name: Wide<'_>| {
        names.push(name.to_string());
        Continue(())
    };
    let listed = library.EnumSystemGeoNames::<Infallible, _>(NATIONS, each);
    Ok(match listed {
        Some(listed) => {
            let Continue(()) = listed?;
            Some(names)
        }
        None => None,
    })
}

/// Loads the library, counts with it, and calls a function that it may lack.
pub(crate) fn show() -> io::Result<()> {
    let library = Kernel32::load().map_err(io::Error::other)?;
    let (loaded, linked) = (count(library)?, locales::all()?.len());
    println!("  kernel32.dll lists {loaded} locales, and windows-sys as many");
    assert_eq!(loaded, linked);
    match countries(library)? {
        Some(names) => println!("  countries: {}", crate::few(&names)),
        None => println!("  there is no `EnumSystemGeoNames` here"),
    }
    Ok(())
}
