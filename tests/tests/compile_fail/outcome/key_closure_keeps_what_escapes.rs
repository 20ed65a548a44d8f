use callback_runtime::callback;
use core::ffi::{c_int, c_void};

#[callback(
    extern "C" fn(context: *mut c_void) -> c_int,
    continue = 0, break = |value: &String| { drop(*value); 1 }, fallback = -1,
)]
type Visit = dyn FnMut() -> core::ops::ControlFlow<String>;

fn main() {}
