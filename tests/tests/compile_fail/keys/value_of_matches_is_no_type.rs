use callback_runtime::callback;

#[callback(extern "C", matches = 3 + 4)]
type OnEvent = dyn FnMut(u32);

fn main() {}
