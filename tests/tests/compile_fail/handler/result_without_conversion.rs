use core::ffi::{c_int, c_void};

use callback_runtime::callback;

#[callback(extern "C", fallback = 0)]
pub trait Reader {
    #[callback(fn(context: *mut c_void) -> c_int)]
    fn read(&mut self) -> String;
}

fn main() {}
