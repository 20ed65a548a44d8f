use core::ffi::c_void;

use callback_runtime::callback;

#[callback(extern "C" fn(*const u8, usize, i32, context: *mut c_void) -> i32, fallback = 0)]
type Write = dyn FnMut(&[u8]) -> i32;

fn main() {}
