use callback_runtime::callback;
use core::ffi::{c_int, c_void};

#[callback(extern "C" fn(c_int, context: *mut c_void) -> !, fallback = 0)]
type Fatal = dyn FnMut(c_int) -> !;

fn main() {}
