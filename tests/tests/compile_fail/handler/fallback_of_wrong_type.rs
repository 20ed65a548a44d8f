use callback_runtime::callback;

#[callback(extern "C", fallback = 0)]
pub trait Reader {
    fn read(&mut self) -> u32;
    fn name(&mut self) -> *const u8;
}

fn main() {}
