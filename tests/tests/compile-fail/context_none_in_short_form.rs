use callback_runtime::callback;

#[callback(extern "C", context = none)]
type OnSignal = dyn FnMut(i32);

fn main() {}
