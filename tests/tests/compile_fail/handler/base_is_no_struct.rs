use callback_runtime::callback;

#[callback(extern "C", base = *mut u8)]
pub trait Reader {
    fn read(&mut self);
}

fn main() {}
