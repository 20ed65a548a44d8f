use callback_runtime::callback;

#[callback(extern "C")]
pub trait Reader: Send + Sync {
    fn size(&self);
    fn read(&mut self);
}

fn main() {}
