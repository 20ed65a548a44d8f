use callback_runtime::callback;
use core::ffi::c_int;

#[repr(C)]
pub struct Base(c_int);

#[callback(extern "C", base = Base)]
pub trait Reader {
    #[callback(fn(base: *mut Base))]
    fn read(&mut self, base: &mut Base);
    #[callback(fn(base: *mut Base))]
    fn write(&mut self, base: *mut c_int);
}

fn main() {}
