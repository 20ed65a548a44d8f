use callback_runtime::callback;

#[callback(extern "C", destroy = free)]
type Tick = dyn FnMut();

#[callback(extern "C", destroy = fn(context: *mut u8))]
type Tock = dyn FnMut();

fn main() {}
