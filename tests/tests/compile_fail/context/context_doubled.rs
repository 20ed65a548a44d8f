use core::ffi::c_void;

use callback_runtime::callback;

#[callback(extern "C" fn(context: *mut c_void, context: *mut c_void))]
type OnEvent = dyn FnMut();

fn main() {}
