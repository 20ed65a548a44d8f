use core::ffi::c_void;

use callback_runtime::{callback, import};

#[callback(extern "C", context = none, slots = 1)]
type Visit = dyn FnMut(i32);

#[import]
unsafe extern "C" {
    safe fn a(#[scope] step: Visit, context: *mut c_void);
}

fn main() {}
