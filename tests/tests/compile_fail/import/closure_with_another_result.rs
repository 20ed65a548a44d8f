use core::ffi::c_void;

use callback_runtime::{callback, import};

#[callback(extern "C")]
type Visit = dyn FnMut(i32);

#[import]
unsafe extern "C" {
    safe fn each(#[scope] step: Visit, context: *mut c_void);
}

fn main() {
    each(|item| item);
}
