use core::ffi::c_void;

use callback_runtime::{Errno, callback, import};

#[callback(extern "C")]
type Visit = dyn FnMut(i32);

unsafe fn close() -> Result<(), Errno> {
    Ok(())
}

#[import]
unsafe extern "C" {
    safe fn a(#[register(unset = close())] step: Visit, context: *mut c_void) -> Result<(), Errno>;
}

fn main() {}
