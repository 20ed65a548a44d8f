use callback_runtime::callback;

#[callback(extern "C")]
pub trait Reader {
    fn read(&mut self, _value: impl Copy);
    fn write(&mut self) -> impl Copy;
}

fn main() {}
