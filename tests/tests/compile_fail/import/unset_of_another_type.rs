use core::ffi::c_void;

use callback_runtime::{Errno, callback, import};

#[callback(extern "C")]
type Visit = dyn FnMut(i32);

#[import]
unsafe extern "C" {
    fn a(#[register(unset = ())] step: Visit, context: *mut c_void) -> Result<(), Errno>;
}

fn main() {}
