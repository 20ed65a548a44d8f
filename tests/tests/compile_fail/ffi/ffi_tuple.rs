use callback_runtime::callback;

#[callback(extern "C")]
type Moved = dyn FnMut((i32, i32));

fn main() {}
