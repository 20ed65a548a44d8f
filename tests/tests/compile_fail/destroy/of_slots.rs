use callback_runtime::callback;
use core::ffi::c_void;

#[callback(extern "C", context = none, destroy = extern "C" fn(context: *mut c_void))]
type Tick = dyn FnMut();

fn main() {}
