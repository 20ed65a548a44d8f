use core::ffi::c_void;

use callback_runtime::{callback, import};

#[callback(extern "C")]
type Visit = dyn FnMut(i32);

mod functions {
    pub fn a(_: extern "C" fn(u8), _: *mut std::ffi::c_void) {}
}

#[import(from = functions)]
unsafe extern "C" {
    safe fn a(#[scope] step: Visit, context: *mut c_void);
}

fn main() {}
