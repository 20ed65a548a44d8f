use callback_runtime::callback;

#[callback(extern "C")]
pub trait Reader {
    fn read(&mut self) -> u32;
}

fn main() {}
