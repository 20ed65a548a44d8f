use callback_runtime::callback;

#[callback(extern "C")]
type OnEvent<T> = dyn FnMut(u32);

fn main() {}
