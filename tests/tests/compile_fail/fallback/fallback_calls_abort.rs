use callback_runtime::callback;
use core::ffi::{c_int, c_void};

#[callback(extern "C" fn(context: *mut c_void) -> c_int, fallback = abort())]
type Visit = dyn FnMut() -> c_int;

fn main() {}
