use callback_runtime::callback;

#[callback(extern "C")]
pub trait Reader: Clone {
    fn read(&mut self);
}

pub fn open(handler: impl Reader) {
    _ = Reader::new(handler).scope(|functions, _| functions.read);
}

fn main() {}
