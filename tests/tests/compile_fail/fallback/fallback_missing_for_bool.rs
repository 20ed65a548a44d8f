use callback_runtime::callback;

#[callback(extern "C")]
type Accept = dyn FnMut(u32) -> bool;

fn main() {}
