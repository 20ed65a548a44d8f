use callback_runtime::callback;

#[callback(extern "c" fn(context: usize))]
type OnEvent = dyn FnMut();

fn main() {}
