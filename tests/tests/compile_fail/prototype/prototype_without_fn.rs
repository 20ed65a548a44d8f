use callback_runtime::callback;

#[callback(extern "C" (u32, context: usize) -> i32, fallback = 0)]
type Visit = dyn FnMut(u32) -> i32;

fn main() {}
