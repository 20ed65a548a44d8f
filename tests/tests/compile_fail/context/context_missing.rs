use core::ffi::c_void;

use callback_runtime::callback;

#[callback(extern "C" fn(*const c_void, *mut c_void) -> i32, fallback = 0)]
type Visit = dyn FnMut(*const c_void) -> i32;

fn main() {}
