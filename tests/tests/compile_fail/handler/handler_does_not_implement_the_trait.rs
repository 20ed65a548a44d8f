use callback_runtime::callback;

#[callback(extern "C")]
pub trait Reader {
    fn read(&mut self);
}

struct File;

fn main() {
    _ = Reader::new(File).scope(|_, _| ());
}
