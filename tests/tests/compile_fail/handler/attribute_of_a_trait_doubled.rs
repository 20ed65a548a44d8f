use callback_runtime::callback;

#[callback(extern "C")]
#[callback(extern "system")]
pub trait Reader {
    fn read(&mut self);
}

fn main() {}
