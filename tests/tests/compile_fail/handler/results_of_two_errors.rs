use callback_runtime::callback;
use core::ffi::{c_int, c_void};

pub struct Code;

#[callback(extern "C", ok = 0, err = 1, fallback = 1)]
pub trait Reader {
    #[callback(fn(context: *mut c_void) -> c_int)]
    fn open(&mut self) -> Result<(), String>;
    #[callback(fn(context: *mut c_void) -> c_int)]
    fn read(&mut self) -> Result<(), Code>;
}

fn main() {}
