use callback_runtime::callback;

#[callback(extern "C")]
type OnEvent = dyn AsyncFnMut(u32);

fn main() {}
