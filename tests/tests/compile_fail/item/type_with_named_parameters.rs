use callback_runtime::callback;

#[callback(extern "C")]
type OnEvent = dyn FnMut(event: u32);

fn main() {}
