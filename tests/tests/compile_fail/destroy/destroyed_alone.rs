use callback_runtime::callback;

#[callback(extern "C", destroyed = 0)]
type Tick = dyn FnMut();

fn main() {}
