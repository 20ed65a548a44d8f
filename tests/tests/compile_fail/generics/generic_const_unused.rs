use callback_runtime::callback;

#[callback(extern "C")]
type OnEvent<const N: usize> = dyn FnMut(u32);

fn main() {}
