use callback_runtime::callback;
use core::ffi::{c_int, c_void};

#[callback(extern "C" fn(n: c_int, context: *mut c_void) -> c_int, fallback = i64::from(n))]
type Visit = dyn FnMut(c_int) -> c_int;

fn main() {}
