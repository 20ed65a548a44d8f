use callback_runtime::callback;

#[callback(extern "C")]
type Log = dyn Fn(u32) + Sync;

fn main() {}
