use core::ffi::{c_int, c_void};

use callback_runtime::callback;

type Read = Option<unsafe extern "C" fn(*mut c_void)>;

#[callback(extern "C")]
pub trait Reader {
    #[callback(fn(c_int, context: *mut c_void), matches = Read)]
    fn read(&mut self, _at: c_int);
}

fn main() {}
