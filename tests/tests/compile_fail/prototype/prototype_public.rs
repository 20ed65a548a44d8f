use callback_runtime::callback;

#[callback(pub extern "C" fn(u32, context: usize))]
type OnEvent = dyn FnMut(u32);

fn main() {}
