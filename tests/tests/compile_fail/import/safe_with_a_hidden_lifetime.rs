use core::ffi::c_void;

use callback_runtime::{callback, import};

#[callback(extern "C" fn(*const i32, context: *mut c_void))]
type Visit<'a> = dyn FnMut(&'a i32);

#[import]
unsafe extern "C" {
    safe fn a(#[scope] step: Visit, context: *mut c_void);
}

fn main() {}
