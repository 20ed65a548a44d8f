use callback_runtime::callback;

#[callback(extern "C")]
pub trait Reader {
    #[callback = "fn()"]
    fn read(&mut self);
}

fn main() {}
