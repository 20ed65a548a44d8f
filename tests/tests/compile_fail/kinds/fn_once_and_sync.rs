use callback_runtime::callback;

#[callback(extern "C")]
type Completed = dyn FnOnce(u32) + Send + Sync;

fn main() {}
