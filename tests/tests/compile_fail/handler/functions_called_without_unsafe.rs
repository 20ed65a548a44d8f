use callback_runtime::callback;

#[callback(extern "C")]
pub trait Reader {
    fn read(&mut self);
}

impl Reader for u32 {
    fn read(&mut self) {}
}

fn main() {
    _ = Reader::new(1_u32).scope(|functions, user| (functions.read)(user));
}
