use callback_runtime::callback;

#[callback(extern "C")]
type OnEvent = dyn Send + Sync;

fn main() {}
