//! Resources: a pointer that may be a number, converted to an enum.

use std::convert::Infallible;
use std::fmt;
use std::io;
use std::ops::ControlFlow::{self, Break, Continue};
use std::ptr;

use callback_runtime::{FromC, IntoC, callback};
use windows_sys::Win32::Foundation::{FALSE, FreeLibrary, HMODULE, TRUE};
use windows_sys::Win32::System::LibraryLoader::{
    ENUMRESNAMEPROCW, LOAD_LIBRARY_AS_DATAFILE, LOAD_LIBRARY_AS_IMAGE_RESOURCE, LoadLibraryExW,
};
use windows_sys::Win32::UI::WindowsAndMessaging::{RT_DIALOG, RT_GROUP_ICON, RT_VERSION};
use windows_sys::core::{BOOL, PCWSTR};

use crate::api::EnumResourceNamesW;
use crate::wide::{Wide, to_wide};

// BOOL CALLBACK EnumResNameProcW(HMODULE hModule, LPCWSTR lpType, LPWSTR lpName, LONG_PTR lParam);
//
// The context need not be an `LPARAM`: any integer of a pointer's size works.
#[callback(
    extern "system" fn(HMODULE, PCWSTR, PCWSTR, context: isize) -> BOOL,
    continue = TRUE, break = FALSE, fallback = FALSE,
    matches = ENUMRESNAMEPROCW,
)]
pub(crate) type EnumResNameProc<B> =
    dyn FnMut(HMODULE, ResourceName<'_>, ResourceName<'_>) -> ControlFlow<B>;

/// The name of a resource, or of a type of resources.
#[derive(Clone, Copy)]
pub(crate) enum ResourceName<'a> {
    Id(u16),
    Name(Wide<'a>),
}

impl FromC<PCWSTR> for ResourceName<'_> {
    unsafe fn from_c(raw: PCWSTR) -> Option<Self> {
        // `IS_INTRESOURCE`: a value that fits into 16 bits is a number, and not an address.
        if let Ok(id) = u16::try_from(raw.addr()) {
            return Some(Self::Id(id));
        }
        // SAFETY: else it is a string (the caller's promise).
        unsafe { Wide::from_c(raw) }.map(Self::Name)
    }
}

/// Writes a name as resource scripts do: `#1` is a number.
impl fmt::Display for ResourceName<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Id(id) => write!(f, "#{id}"),
            Self::Name(name) => name.fmt(f),
        }
    }
}

/// A type of resources with a number.
#[derive(Clone, Copy)]
pub(crate) struct Kind(PCWSTR);

impl Kind {
    pub(crate) const DIALOG: Self = Self(RT_DIALOG);
    pub(crate) const ICON: Self = Self(RT_GROUP_ICON);
    pub(crate) const VERSION: Self = Self(RT_VERSION);
    /// No resources have this type.
    pub(crate) const UNHEARD_OF: Self = Self(ptr::without_provenance(0x7777));
}

impl IntoC<PCWSTR> for Kind {
    fn into_c(self) -> PCWSTR {
        self.0
    }
}

/// A module that was loaded only for its resources.
pub(crate) struct Module(HMODULE);

impl Module {
    pub(crate) fn load(file: &str) -> io::Result<Self> {
        let (file, flags) =
            (to_wide(file), LOAD_LIBRARY_AS_DATAFILE | LOAD_LIBRARY_AS_IMAGE_RESOURCE);
        // SAFETY: the string ends in a NUL, the second parameter is reserved, and no code runs in a module
        // that is loaded as a data file.
        let module = unsafe { LoadLibraryExW(file.as_ptr(), ptr::null_mut(), flags) };
        if module.is_null() { Err(io::Error::last_os_error()) } else { Ok(Self(module)) }
    }

    /// Calls `each` for the names of the resources of type `kind`, until it breaks.
    pub(crate) fn each<B>(
        &self,
        kind: Kind,
        mut each: impl FnMut(ResourceName<'_>) -> ControlFlow<B>,
    ) -> io::Result<ControlFlow<B>> {
        Ok(EnumResourceNamesW(self, kind, |_, _, name| each(name))?)
    }

    /// Returns all those names.
    pub(crate) fn names(&self, kind: Kind) -> io::Result<Vec<String>> {
        let mut names = Vec::new();
        let Continue(()) = self.each::<Infallible>(kind, |name| {
            names.push(name.to_string());
            Continue(())
        })?;
        Ok(names)
    }
}

impl IntoC<HMODULE> for &Module {
    fn into_c(self) -> HMODULE {
        self.0
    }
}

impl Drop for Module {
    fn drop(&mut self) {
        // SAFETY: it was loaded, and is freed once.
        unsafe { FreeLibrary(self.0) };
    }
}

/// Lists the names of four types, one of which does not exist, and looks for a number.
pub(crate) fn show() -> io::Result<()> {
    let shell = Module::load("shell32.dll")?;
    for (title, kind) in [
        ("dialogs", Kind::DIALOG),
        ("icons", Kind::ICON),
        ("versions", Kind::VERSION),
        ("unknown", Kind::UNHEARD_OF),
    ] {
        // A module need not have all of them.
        let names = shell.names(kind).map_or_else(|error| error.to_string(), |n| crate::few(&n));
        println!("  {title}: {names}");
    }
    let numbered = shell.each(Kind::ICON, |name| match name {
        ResourceName::Id(id) => Break(id),
        ResourceName::Name(_) => Continue(()),
    });
    match numbered {
        Ok(Break(id)) => println!("  the first icon with a number: #{id}"),
        Ok(Continue(())) => println!("  no icon has a number"),
        Err(error) => println!("  no icons: {error}"),
    }
    Ok(())
}
