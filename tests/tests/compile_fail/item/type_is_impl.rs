use callback_runtime::callback;

#[callback(extern "C")]
type OnEvent = impl FnMut(u32);

fn main() {}
