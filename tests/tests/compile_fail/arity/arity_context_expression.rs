use core::ffi::c_void;

use callback_runtime::callback;

#[callback(extern "C" fn(event: *mut c_void, u32), context = event)]
type OnEvent = dyn FnMut(u32);

fn main() {}
