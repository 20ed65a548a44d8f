use callback_runtime::callback;

#[callback(extern "C")]
pub trait Reader {
    fn read(_this: &mut Self, _at: u32);
}

fn main() {}
