use core::ffi::{c_int, c_void};

use callback_runtime::callback;

#[callback(extern "C")]
pub trait Reader {
    #[callback(fn(c_int, context: *mut c_void))]
    fn read(&mut self, _value: &str);
}

fn main() {}
