use callback_runtime::callback;
use core::ffi::{c_int, c_void};
use std::rc::Rc;

#[callback(extern "C", ok = 0, err = 1, fallback = 1)]
pub trait Reader: Send {
    #[callback(fn(context: *mut c_void) -> c_int)]
    fn read(&mut self) -> Result<(), Rc<u32>>;
}

impl Reader for u32 {
    fn read(&mut self) -> Result<(), Rc<u32>> {
        Ok(())
    }
}

fn main() {
    _ = Reader::new(1_u32).scope(|_, _| ());
}
