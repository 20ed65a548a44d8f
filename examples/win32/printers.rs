//! Printers: not all that is called `Enum` takes a callback.

use std::io;
use std::ptr;

use callback_runtime::FromC;
use windows_sys::Win32::Foundation::ERROR_INSUFFICIENT_BUFFER;
use windows_sys::Win32::Graphics::Printing::{
    EnumPrintersW, PRINTER_ENUM_CONNECTIONS, PRINTER_ENUM_LOCAL, PRINTER_INFO_4W,
};

use crate::outcome::check;
use crate::wide::Wide;

/// The names of the printers that this machine knows.
pub(crate) fn names() -> io::Result<Vec<String>> {
    // Structures come first in the buffer, and the strings that they point to after them: it needs
    // the alignment of a structure, and is longer than their number says.
    let mut buffer: Vec<PRINTER_INFO_4W> = Vec::new();
    // The first call says how much room is needed. A printer may be added before the second one.
    let count = loop {
        match fill(&mut buffer) {
            Ok(count) => break count,
            Err((error, needed)) if is_too_small(&error) => {
                let elements = needed.div_ceil(size_of::<PRINTER_INFO_4W>());
                buffer.resize(elements, PRINTER_INFO_4W::default());
            }
            Err((error, _)) => return Err(error),
        }
    };
    let names = buffer[..count].iter().map(|printer| {
        // SAFETY: null, or a string in the buffer.
        let name = unsafe { Wide::from_c(printer.pPrinterName.cast_const()) };
        name.map_or_else(String::new, |name| name.to_string())
    });
    Ok(names.collect())
}

/// Fills the buffer, and returns the number of printers in it; with an error, the bytes needed.
fn fill(buffer: &mut [PRINTER_INFO_4W]) -> Result<usize, (io::Error, usize)> {
    let size = u32::try_from(size_of_val(buffer)).expect("there are not so many printers");
    let (mut needed, mut count) = (0, 0);
    // SAFETY: the buffer has that many bytes, and the two places for a number are ours.
    let filled = unsafe {
        EnumPrintersW(
            PRINTER_ENUM_LOCAL | PRINTER_ENUM_CONNECTIONS,
            ptr::null(),
            4,
            buffer.as_mut_ptr().cast(),
            size,
            &raw mut needed,
            &raw mut count,
        )
    };
    match check(filled) {
        Ok(()) => Ok(count as usize),
        Err(error) => Err((error, needed as usize)),
    }
}

fn is_too_small(error: &io::Error) -> bool {
    error.raw_os_error() == Some(ERROR_INSUFFICIENT_BUFFER.cast_signed())
}

/// Lists the printers.
pub(crate) fn show() {
    match names() {
        Ok(names) => println!("  {}", crate::few(&names)),
        // A machine may well have the service that knows them turned off.
        Err(error) => println!("  {error}"),
    }
}
