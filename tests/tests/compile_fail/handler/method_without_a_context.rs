use callback_runtime::callback;
use core::ffi::{c_int, c_void};

#[callback(extern "C")]
pub trait Reader {
    #[callback(fn(c_int, user: *mut c_void))]
    fn read(&mut self, _at: c_int);
}

fn main() {}
