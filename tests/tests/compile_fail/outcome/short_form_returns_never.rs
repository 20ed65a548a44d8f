use callback_runtime::callback;

#[callback(extern "C")]
type Fatal = dyn FnMut(u32) -> !;

fn main() {}
