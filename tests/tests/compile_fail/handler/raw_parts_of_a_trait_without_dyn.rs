use callback_runtime::{RawFn, callback};

#[callback(extern "C")]
pub trait Reader {
    fn read(&mut self);
}

unsafe extern "C" {
    fn open(functions: RawFn<Reader>);
}

fn main() {}
