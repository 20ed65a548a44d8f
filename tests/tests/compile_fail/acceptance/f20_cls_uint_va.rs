use core::ffi::{c_uint, c_void};

use callback_runtime::callback;

#[callback(extern "C" fn(c_uint, context: *mut c_void, ...) -> c_uint, fallback = 0)]
type UintVa = dyn FnMut(c_uint) -> c_uint;

fn main() {}
