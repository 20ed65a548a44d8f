use core::ffi::c_void;

use callback_runtime::callback;

#[callback(extern "C" fn(i32, context: *mut c_void), context = none)]
type OnSignal = dyn FnMut(i32);

fn main() {}
