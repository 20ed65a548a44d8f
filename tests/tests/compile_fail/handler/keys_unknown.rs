use callback_runtime::callback;

#[callback(extern "C", falback = 0)]
pub trait Reader {
    #[callback(continu = 0)]
    fn read(&mut self) -> u32;
}

fn main() {}
