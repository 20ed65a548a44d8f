use callback_runtime::callback;

#[callback(extern "C")]
const ON_EVENT: fn(u32) = |_event| {};

fn main() {}
