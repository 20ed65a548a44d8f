use core::ffi::c_void;

use callback_runtime::callback;

#[callback(extern "C", matches = unsafe extern "C" fn(*const u32, *const c_void))]
type OnEvent = dyn FnMut(&u32);

fn main() {}
