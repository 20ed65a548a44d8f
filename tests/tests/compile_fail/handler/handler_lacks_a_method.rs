use callback_runtime::callback;

#[callback(extern "C")]
pub trait Reader {
    fn read(&mut self);
    fn close(&mut self);
}

impl Reader for u32 {
    fn read(&mut self) {}
}

fn main() {}
