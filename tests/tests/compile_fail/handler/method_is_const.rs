use callback_runtime::callback;

#[callback(extern "C")]
pub trait Reader {
    const fn one(&mut self);
}

fn main() {}
