use callback_runtime::callback;

#[callback(extern "C")]
pub trait Reader: Send {
    fn read(&self);
}

fn main() {}
