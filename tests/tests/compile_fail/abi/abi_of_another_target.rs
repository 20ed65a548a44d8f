use callback_runtime::callback;

#[callback(extern "thiscall" fn(u32, context: isize))]
type OnEvent = dyn FnMut(u32);

fn main() {}
