use callback_runtime::callback;
use core::ffi::{c_int, c_void};

#[callback(extern "C" fn(_x: c_int, context: *mut c_void) -> c_int, ok = 0, err = _x, fallback = 0)]
type Visit = dyn FnMut() -> Result<(), ()>;

fn main() {}
