use callback_runtime::callback;
use core::ffi::c_void;

#[callback(extern "C", destroy = extern "C" fn(context: *mut c_void), destroyed = 0)]
type Tick = dyn FnMut();

fn main() {}
