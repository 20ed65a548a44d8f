use callback_runtime::callback;
use core::ffi::c_void;

#[callback(extern "C", destroy = extern "C" fn(*mut c_void, *mut u8))]
type Tick = dyn FnMut();

fn main() {}
