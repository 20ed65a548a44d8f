use core::ffi::c_void;

use callback_runtime::import;

struct Number;

#[import]
unsafe extern "C" {
    safe fn a(#[scope] step: Number, context: *mut c_void);
}

fn main() {}
