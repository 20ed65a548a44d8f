use callback_runtime::callback;
use core::ffi::{c_int, c_void};

unsafe extern "C" fn default(n: c_int) -> c_int {
    n
}

#[callback(extern "C" fn(n: c_int, context: *mut c_void) -> c_int, fallback = default(n))]
type Visit = dyn FnMut(c_int) -> c_int;

fn main() {}
