use callback_runtime::callback;

const MANY: usize = 64;

#[callback(extern "C" fn(i32), context = none, slots = MANY)]
type OnSignal = dyn FnMut(i32);

fn main() {}
