use callback_runtime::callback;

#[callback(extern "C" fn(i32), context = none, slots = 0)]
type OnSignal = dyn FnMut(i32);

fn main() {}
