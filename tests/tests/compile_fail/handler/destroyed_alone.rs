use callback_runtime::callback;

#[callback(extern "C", destroyed = 0)]
pub trait Reader {
    fn read(&mut self);
}

fn main() {}
