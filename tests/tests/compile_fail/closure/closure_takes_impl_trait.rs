use callback_runtime::callback;

#[callback(extern "C")]
type OnEvent = dyn FnMut(impl Into<u32>);

fn main() {}
