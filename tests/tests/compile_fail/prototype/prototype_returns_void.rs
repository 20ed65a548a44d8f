use callback_runtime::callback;

#[callback(extern "C" fn(i32, context: usize) -> void)]
type OnEvent = dyn FnMut(i32);

fn main() {}
