use callback_runtime::callback;

#[callback(extern "C")]
type OnEvent = dyn FnMut(Option<bool>);

fn main() {}
