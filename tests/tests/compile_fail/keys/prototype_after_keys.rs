use callback_runtime::callback;

#[callback(fallback = 0, extern "C" fn(u32, context: usize) -> i32)]
type Visit = dyn FnMut(u32) -> i32;

fn main() {}
