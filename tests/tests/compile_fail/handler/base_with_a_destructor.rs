use callback_runtime::callback;

#[repr(C)]
pub struct Base(Box<u32>);

#[callback(extern "C", base = Base)]
pub trait Reader {
    fn read(&mut self);
}

impl Reader for u32 {
    fn read(&mut self) {}
}

fn main() {
    _ = Reader::new(Base(Box::new(1)), 2_u32).scope(|_, _| ());
}
