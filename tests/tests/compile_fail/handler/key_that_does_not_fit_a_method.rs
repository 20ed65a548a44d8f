use callback_runtime::callback;
use core::ffi::{c_int, c_void};

#[callback(extern "C", fallback = 0)]
pub trait Reader {
    #[callback(fn(context: *mut c_void) -> c_int, ok = 0)]
    fn read(&mut self) -> c_int;
}

fn main() {}
