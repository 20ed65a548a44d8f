use callback_runtime::callback;

#[callback(extern "C" fn(i32, context: usize), slots = 64)]
type OnSignal = dyn FnMut(i32);

fn main() {}
