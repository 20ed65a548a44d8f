use callback_runtime::callback;

#[callback(extern "C")]
pub trait Reader: Sync {
    fn read(&self);
}

fn main() {}
