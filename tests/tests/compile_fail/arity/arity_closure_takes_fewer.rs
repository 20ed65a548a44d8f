use core::ffi::c_void;

use callback_runtime::callback;

#[callback(extern "C" fn(*mut c_void, u32, i32, context: usize))]
type OnEvent = dyn FnMut(*mut c_void, u32);

fn main() {}
