use callback_runtime::callback;

#[callback(extern "C")]
pub trait Reader {
    type Error;
    fn read(&mut self);
}

fn main() {}
