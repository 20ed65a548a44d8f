use callback_runtime::callback;

#[callback(extern "C")]
pub trait Reader: 'static {
    fn read(&mut self);
}

fn main() {}
