use callback_runtime::callback;
use core::ffi::{c_int, c_void};

#[callback(
    extern "C" fn(handle: *mut *mut c_void, c_int),
    context = unsafe { *handle },
    destroy = extern "C" fn(*mut *mut c_void),
)]
type Tick = dyn FnMut(*mut *mut c_void, c_int);

fn main() {}
