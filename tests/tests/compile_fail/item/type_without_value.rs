use callback_runtime::callback;

#[callback(extern "C")]
type OnEvent;

fn main() {}
