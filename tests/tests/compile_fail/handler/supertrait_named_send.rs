use callback_runtime::callback;

pub trait Send {}

#[callback(extern "C")]
pub trait Reader: Send {
    fn read(&mut self);
}

fn main() {}
