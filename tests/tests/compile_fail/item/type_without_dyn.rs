use callback_runtime::callback;

#[callback(extern "C")]
type OnEvent = FnMut(u32);

fn main() {}
