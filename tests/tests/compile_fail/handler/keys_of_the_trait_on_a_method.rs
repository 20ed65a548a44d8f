use callback_runtime::callback;
use core::ffi::c_void;

#[repr(C)]
pub struct Base(u32);

#[callback(extern "C")]
pub trait Reader {
    #[callback(
        destroy = extern "C" fn(context: *mut c_void), base = Base, references = none, crate = callback_runtime
    )]
    fn read(&mut self);
}

fn main() {}
