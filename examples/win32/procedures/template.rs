//! The template of a dialog, in memory. There is no callback in this file.

use windows_sys::Win32::UI::WindowsAndMessaging::{
    DLGTEMPLATE, DS_SETFONT, WS_CAPTION, WS_CHILD, WS_POPUP, WS_VISIBLE,
};

use crate::wide::to_wide;

/// The number of a predefined class in a template: fields for text.
const EDIT: u16 = 0x0081;

/// A dialog with one field for text.
///
/// Windows reads it as a `DLGTEMPLATE` and a `DLGITEMTEMPLATE`, which strings follow. Each of the two begins at a
/// multiple of four bytes.
pub(crate) struct Template(Vec<u32>);

impl Template {
    /// A dialog with this title, and with a field of this number.
    pub(crate) fn new(title: &str, field: u16) -> Self {
        Self::of(title, field, &[0xFFFF, EDIT])
    }

    /// A dialog that cannot be created, since there is no such class.
    #[cfg(test)]
    pub(crate) fn of_unknown_class() -> Self {
        Self::of("", 1, &to_wide("a class that nobody has registered"))
    }

    fn of(title: &str, field: u16, class: &[u16]) -> Self {
        let mut units = Vec::new();
        // The dialog: two styles, the number of its controls, and its place. Then no menu and the default
        // class; its title; and its font, which needs `DS_SETFONT`.
        double(&mut units, WS_POPUP | WS_CAPTION | DS_SETFONT.cast_unsigned());
        double(&mut units, 0);
        units.extend([1, 0, 0, 120, 40]);
        units.extend([0, 0]);
        units.extend(to_wide(title));
        units.push(8);
        units.extend(to_wide("MS Shell Dlg"));
        align(&mut units);
        // The control: two styles, its place, its number. Then its class, its text, and no data.
        double(&mut units, WS_CHILD | WS_VISIBLE);
        double(&mut units, 0);
        units.extend([10, 10, 100, 12, field]);
        units.extend(class);
        units.extend([0, 0]);
        align(&mut units);
        let doubles =
            units.chunks_exact(2).map(|pair| u32::from(pair[0]) | u32::from(pair[1]) << 16);
        Self(doubles.collect())
    }

    /// Returns the pointer that Windows takes.
    pub(crate) fn as_ptr(&self) -> *const DLGTEMPLATE {
        self.0.as_ptr().cast()
    }
}

/// Adds 32 bits, the lower half first.
fn double(units: &mut Vec<u16>, value: u32) {
    let halves = [value & 0xFFFF, value >> 16];
    units.extend(halves.map(|half| u16::try_from(half).expect("it is a half")));
}

fn align(units: &mut Vec<u16>) {
    if units.len() % 2 == 1 {
        units.push(0);
    }
}
