//! Printers: not every function with `Enum` in its name takes a callback.

use std::io;
use std::ptr;

use callback_runtime::{FromC, LastError, Status};
use windows_sys::Win32::Foundation::ERROR_INSUFFICIENT_BUFFER;
use windows_sys::Win32::Graphics::Printing::{
    EnumPrintersW, PRINTER_ENUM_CONNECTIONS, PRINTER_ENUM_LOCAL, PRINTER_INFO_4W,
};

use crate::wide::Wide;

/// Returns the names of the printers that this machine knows.
pub(crate) fn names() -> io::Result<Vec<String>> {
    // The buffer begins with the structures. The strings that they point to follow. So it needs the
    // alignment of a structure, and is longer than the structures.
    let mut buffer: Vec<PRINTER_INFO_4W> = Vec::new();
    // The first call returns the size that is needed. A printer may be added before the second call.
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

/// Fills the buffer, and returns the number of printers in it. With an error, returns the bytes needed.
fn fill(buffer: &mut [PRINTER_INFO_4W]) -> Result<usize, (io::Error, usize)> {
    let size = u32::try_from(size_of_val(buffer)).expect("there are not so many printers");
    let (mut needed, mut count) = (0, 0);
    // SAFETY: the buffer has that many bytes, and both pointers are to memory for a number.
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
    match LastError::check(filled) {
        Ok(()) => Ok(count as usize),
        Err(error) => Err((error.into(), needed as usize)),
    }
}

fn is_too_small(error: &io::Error) -> bool {
    error.raw_os_error() == Some(ERROR_INSUFFICIENT_BUFFER.cast_signed())
}

/// Lists the printers.
pub(crate) fn show() {
    match names() {
        Ok(names) => println!("  {}", crate::few(&names)),
        // The print service of a machine may be turned off.
        Err(error) => println!("  {error}"),
    }
}
