use callback_runtime::RawFn;

pub trait Reader {
    fn read(&mut self);
}

fn open(_: RawFn<dyn Reader>) {}

fn main() {}
