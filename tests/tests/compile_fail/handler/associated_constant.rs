use callback_runtime::callback;

#[callback(extern "C")]
pub trait Reader {
    const SIZE: usize;
    fn read(&mut self);
}

fn main() {}
