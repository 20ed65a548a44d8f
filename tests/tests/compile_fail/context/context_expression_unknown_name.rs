use core::ffi::c_void;

use callback_runtime::callback;

#[callback(extern "C" fn(event: *mut c_void), context = events)]
type OnEvent = dyn FnMut(*mut c_void);

fn main() {}
