use callback_runtime::callback;

#[callback(extern "C")]
type Write = dyn FnMut(Vec<u8>);

fn main() {}
