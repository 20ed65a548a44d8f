//! Fonts: the closure takes references to the structures that Win32 points to.

use std::collections::BTreeMap;
use std::convert::Infallible;
use std::io;
use std::ops::ControlFlow::{self, Continue};
use std::ptr;

use callback_runtime::callback;
use windows_sys::Win32::Foundation::LPARAM;
use windows_sys::Win32::Graphics::Gdi::{
    CreateCompatibleDC, DEFAULT_CHARSET, DeleteDC, FONTENUMPROCW, HDC, LOGFONTW, TEXTMETRICW,
    TMPF_FIXED_PITCH, TRUETYPE_FONTTYPE,
};

use crate::api::EnumFontFamiliesExW;
use crate::wide::until_nul;

// int CALLBACK EnumFontFamExProc(
//     const LOGFONTW *lpelfe, const TEXTMETRICW *lpntme, DWORD FontType, LPARAM lParam);
//
// That is the typedef. The pointers really point to an ENUMLOGFONTEXW and, for a TrueType font, a
// NEWTEXTMETRICEXW, which begin with these structures. A reference allows access to its own type only, so
// a closure that needs the rest takes `*const LOGFONTW` and casts it.
#[callback(
    extern "system" fn(*const LOGFONTW, *const TEXTMETRICW, u32, context: LPARAM) -> i32,
    continue = 1, break = 0, fallback = 0,
    matches = FONTENUMPROCW,
)]
pub(crate) type EnumFontFamExProc<B> = dyn FnMut(&LOGFONTW, &TEXTMETRICW, u32) -> ControlFlow<B>;

/// The properties of a font family.
pub(crate) struct Font {
    pub true_type: bool,
    pub fixed_pitch: bool,
}

/// Returns the font families for the screen, by name.
pub(crate) fn families() -> io::Result<BTreeMap<String, Font>> {
    let device = MemoryDevice::new()?;
    // An empty name means all families.
    let wanted = LOGFONTW { lfCharSet: DEFAULT_CHARSET, ..LOGFONTW::default() };
    let mut families = BTreeMap::new();
    // A family is enumerated once for each of its character sets.
    let Continue(_last) =
        EnumFontFamiliesExW::<Infallible, _>(device.0, &wanted, |font, metrics, kind| {
            families.entry(until_nul(&font.lfFaceName)).or_insert_with(|| Font {
                true_type: kind & TRUETYPE_FONTTYPE != 0,
                // The documentation says that the flag means the reverse of its name.
                fixed_pitch: metrics.tmPitchAndFamily & TMPF_FIXED_PITCH == 0,
            });
            Continue(())
        });
    Ok(families)
}

/// A device context that draws into memory, with the fonts of the screen.
struct MemoryDevice(HDC);

impl MemoryDevice {
    fn new() -> io::Result<Self> {
        // SAFETY: null means the screen.
        let device = unsafe { CreateCompatibleDC(ptr::null_mut()) };
        if device.is_null() { Err(io::Error::last_os_error()) } else { Ok(Self(device)) }
    }
}

impl Drop for MemoryDevice {
    fn drop(&mut self) {
        // SAFETY: it was created, and is deleted once.
        unsafe { DeleteDC(self.0) };
    }
}

/// Lists the families.
pub(crate) fn show() -> io::Result<()> {
    let families = families()?;
    crate::list(families.iter().map(|(name, font)| {
        let kind = if font.true_type { "TrueType" } else { "not TrueType" };
        let pitch = if font.fixed_pitch { ", fixed pitch" } else { "" };
        format!("{name:<32}{kind}{pitch}")
    }));
    assert!(!families.is_empty());
    Ok(())
}
