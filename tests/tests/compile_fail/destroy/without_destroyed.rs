use callback_runtime::callback;
use core::ffi::{c_int, c_void};

#[callback(extern "C", destroy = extern "C" fn(context: *mut c_void) -> c_int)]
type Tick = dyn FnMut();

fn main() {}
