use callback_runtime::callback;

#[callback(extern "C")]
pub trait Reader {
    fn read(&mut self, _value: &'a u8);
}

fn main() {}
