use core::ffi::c_int;

use callback_runtime::{RawContext, RawFn, callback};

#[callback(extern "C")]
pub trait Reader<T> {
    fn read(&mut self, _value: &T) -> c_int;
}

impl Reader<u32> for u32 {
    fn read(&mut self, _value: &u32) -> c_int {
        0
    }
}

unsafe extern "C" {
    fn open(functions: RawFn<dyn Reader<u32>>, user: RawContext<dyn Reader<u32>>);
}

static TABLE: ReaderFunctions<u32> = <dyn Reader<u32>>::functions::<u32>();

fn main() {
    let mut handler = 1_u32;
    Reader::new(&mut handler).scope(|functions, user| {
        let read = functions.read;
        unsafe { open(functions, user) };
        read
    });
    _ = TABLE.read;
}
