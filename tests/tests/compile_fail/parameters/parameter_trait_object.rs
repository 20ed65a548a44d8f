use callback_runtime::callback;

#[callback(extern "C")]
type Visit = dyn FnMut(&dyn Fn());

fn main() {}
