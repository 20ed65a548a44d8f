use callback_runtime::callback;

#[callback(extern "C", context = none)]
pub trait Reader {
    fn read(&mut self);
}

#[callback(extern "C")]
pub trait Writer {
    #[callback(fn(u32), context = none)]
    fn write(&mut self, _at: u32);
}

fn main() {}
