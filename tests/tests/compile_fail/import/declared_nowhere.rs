use core::ffi::c_void;

use callback_runtime::import;

#[import]
unsafe extern "C" {
    safe fn a(#[scope] step: Visit, context: *mut c_void);
}

fn main() {}
