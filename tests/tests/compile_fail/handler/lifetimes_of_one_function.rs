use callback_runtime::{Dispatcher, callback};

#[callback(extern "C")]
pub trait Reader {
    fn read(&mut self);
}

impl Reader for u32 {
    fn read(&mut self) {}
}

fn main() {
    Reader::new(1_u32).once(|_, _| Ok::<_, ()>(())).unwrap();
    _ = Reader::new(1_u32).completion();
    _ = Reader::new(1_u32).dispatch(&Dispatcher::new(1));
}
