use callback_runtime::callback;

#[callback(extern "C")]
type OnEvent = dyn FnMut(u32) + Sned;

fn main() {}
