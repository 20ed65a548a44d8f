use callback_runtime::callback;

#[callback(extern "C")]
type Key = dyn FnMut(char);

fn main() {}
