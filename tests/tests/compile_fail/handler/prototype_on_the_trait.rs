use callback_runtime::callback;
use core::ffi::c_void;

#[callback(extern "C" fn(context: *mut c_void))]
pub trait Reader {
    fn read(&mut self);
}

fn main() {}
