use callback_runtime::callback;

#[callback(C)]
type OnEvent = dyn FnMut(u32);

fn main() {}
