use callback_runtime::callback;
use core::ffi::{c_int, c_void};

#[callback(extern "C")]
pub trait Reader {
    #[callback(fn(c_int, context: *mut c_void))]
    fn read(&mut self);
    #[callback(fn(context: *mut c_void) -> c_int)]
    fn write(&mut self) -> c_int;
}

fn main() {}
