use callback_runtime::callback;

macro_rules! methods {
    () => {
        fn read(&mut self);
    };
}

#[callback(extern "C")]
pub trait Reader {
    methods!();
}

fn main() {}
