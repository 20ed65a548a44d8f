use core::ffi::c_int;

use callback_runtime::callback;

#[callback(extern "C")]
pub trait Reader {
    fn read(&mut self) -> c_int;
    fn close(self);
}

impl Reader for u32 {
    fn read(&mut self) -> c_int {
        0
    }
    fn close(self) {}
}

fn main() {
    _ = Reader::new(1_u32).notified(|functions, user| {
        unsafe { (functions.close)(user) };
        Ok::<_, ()>(())
    });
}
