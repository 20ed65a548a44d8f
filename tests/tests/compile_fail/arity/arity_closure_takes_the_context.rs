use callback_runtime::callback;

#[callback(extern "C" fn(u32, context: usize))]
type OnEvent = dyn FnMut(u32, usize);

fn main() {}
