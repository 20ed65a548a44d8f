use callback_runtime::callback;

#[callback(extern "C")]
pub trait Reader {
    fn read(&mut self);
}

fn main() {
    _ = <dyn Reader>::functions::<u32>();
}
