use callback_runtime::{FromC, callback};

#[callback(extern "C")]
pub trait Reader<T: FromC<*const u8>> {
    #[callback(fn(*const u8, context: usize))]
    fn read(&mut self, _value: T);
}

fn main() {}
