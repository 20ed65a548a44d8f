use callback_runtime::callback;

#[callback(extern "C")]
type OnEvent = u32;

fn main() {}
