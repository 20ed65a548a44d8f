use callback_runtime::callback;

#[callback(extern "C")]
pub trait Reader {
    fn read(&mut self);
    fn close(self);
    fn abandon(self);
}

fn main() {}
