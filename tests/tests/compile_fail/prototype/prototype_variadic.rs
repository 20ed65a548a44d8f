use core::ffi::{c_char, c_void};

use callback_runtime::callback;

#[callback(extern "C" fn(context: *mut c_void, *const c_char, ...))]
type Log = dyn FnMut(*const c_char);

fn main() {}
