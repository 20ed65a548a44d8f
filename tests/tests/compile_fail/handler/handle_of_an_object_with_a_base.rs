use callback_runtime::callback;

#[repr(C)]
pub struct Base(u32);

#[callback(extern "C", base = Base)]
pub trait Reader {
    fn read(&mut self);
}

impl Reader for u32 {
    fn read(&mut self) {}
}

fn main() {
    _ = Reader::new(Base(1), 1_u32).register(|_, _| Ok::<_, ()>(()), |_, _, ()| Ok(()));
    _ = Reader::new(Base(1), 1_u32).owned();
}
