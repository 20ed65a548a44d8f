use callback_runtime::callback;

#[callback(extern "C", continue = 0, fallback = 1)]
type Visit = dyn FnMut(u32) -> i32;

fn main() {}
