use callback_runtime::callback;

#[callback(extern "C")]
pub trait Reader {
    fn read(self: Box<Self>);
}

fn main() {}
