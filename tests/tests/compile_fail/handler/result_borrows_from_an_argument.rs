use callback_runtime::callback;
use core::ffi::{c_int, c_void};

#[callback(extern "C", ok = 0, err = 1, fallback = 1)]
pub trait Reader {
    #[callback(fn(*const c_int, context: *mut c_void) -> c_int)]
    fn read(&mut self, _value: &c_int) -> Result<(), &c_int>;
}

fn main() {}
