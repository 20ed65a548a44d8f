use callback_runtime::callback;

#[callback(extern "C")]
pub trait Reader {
    fn read(&mut self);
}

impl Reader for u32 {
    fn read(&mut self) {}
}

fn main() {
    let mut count = 0;
    _ = Reader::new(&mut count).owned();
    let mut count = 0;
    _ = Reader::new(&mut count).notified(|_, _, _| Ok::<_, ()>(()));
}
