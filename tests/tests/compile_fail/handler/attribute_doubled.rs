use callback_runtime::callback;

#[callback(extern "C")]
pub trait Reader {
    #[callback(fallback = 0)]
    #[callback(fallback = 1)]
    fn read(&mut self) -> u32;
}

fn main() {}
