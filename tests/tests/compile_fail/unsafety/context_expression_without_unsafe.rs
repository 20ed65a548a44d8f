use core::ffi::c_void;

use callback_runtime::callback;

unsafe extern "C" {
    fn user_data(event: *mut c_void) -> *mut c_void;
}

#[callback(extern "C" fn(event: *mut c_void), context = user_data(event))]
type OnEvent = dyn FnMut(*mut c_void);

fn main() {}
