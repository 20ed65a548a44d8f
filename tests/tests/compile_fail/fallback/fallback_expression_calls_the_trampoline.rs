use callback_runtime::callback;
use core::ffi::{c_int, c_void};

#[callback(
    extern "C" fn(n: c_int, context: *mut c_void) -> c_int,
    fallback = __trampoline::<F, L>(n, core::ptr::null_mut()),
)]
type Visit = dyn FnMut(c_int) -> c_int;

fn main() {}
