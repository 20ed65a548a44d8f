use callback_runtime::callback;
use core::ffi::{c_int, c_void};
use core::ops::ControlFlow;

#[callback(extern "C", fallback = 1)]
pub trait Reader {
    #[callback(fn(context: *mut c_void) -> c_int, ok = 0, err = 1)]
    fn open(&mut self) -> Result<(), String>;
    #[callback(fn(context: *mut c_void) -> c_int, continue = 0, break = 1)]
    fn read(&mut self) -> ControlFlow<String>;
}

fn main() {}
