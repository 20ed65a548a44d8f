use callback_runtime::callback;

#[callback(extern "C")]
pub trait Reader {
    fn read(_at: u32);
    fn close();
}

fn main() {}
