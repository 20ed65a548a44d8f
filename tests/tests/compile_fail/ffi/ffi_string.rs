use callback_runtime::callback;

#[callback(extern "C")]
type Log = dyn FnMut(String);

fn main() {}
