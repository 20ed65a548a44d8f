use callback_runtime::callback;

#[callback]
pub trait Reader {
    fn read(&mut self);
    #[callback(fn(context: usize))]
    fn write(&mut self);
}

fn main() {}
