use callback_runtime::callback;

#[callback(extern "C", references = all)]
pub trait Reader {
    fn read(&mut self);
}

fn main() {}
