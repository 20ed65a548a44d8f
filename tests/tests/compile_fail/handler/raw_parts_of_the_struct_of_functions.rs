use callback_runtime::{RawFn, callback};

#[callback(extern "C")]
pub trait Reader {
    fn read(&mut self);
}

fn open(_: RawFn<ReaderFunctions>) {}

fn main() {}
