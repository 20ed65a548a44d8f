use callback_runtime::callback;

#[callback(extern "C")]
pub trait Reader {
    fn read(&mut self);
    #[cfg(unix)]
    fn close(self);
}

fn main() {}
