use core::ffi::c_void;

use callback_runtime::{callback, import};

#[callback(extern "C")]
type Visit<T> = dyn FnMut(&T);

#[import]
unsafe extern "C" {
    safe fn a<T>(#[scope] step: Visit<T>, context: *mut c_void);
}

fn main() {}
