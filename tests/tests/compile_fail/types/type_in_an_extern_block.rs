#![deny(improper_ctypes)]

use core::ffi::c_void;

use callback_runtime::callback;

#[callback(extern "C")]
pub type OnEvent<T> = dyn FnMut(&T);

unsafe extern "C" {
    pub fn each(on_event: OnEvent<u32>, user: *mut c_void);
}

fn main() {}
