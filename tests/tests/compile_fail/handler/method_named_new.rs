use callback_runtime::callback;

#[callback(extern "C")]
pub trait Reader {
    fn new(&mut self);
}

fn main() {}
