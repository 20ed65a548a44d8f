use core::cell::Cell;

use callback_runtime::callback;

#[callback(extern "C")]
pub trait Reader: Send + Sync {
    fn read(&self);
}

impl Reader for Cell<u32> {
    fn read(&self) {}
}

fn main() {
    _ = Reader::new(Cell::new(1)).scope(|_, _| ());
}
