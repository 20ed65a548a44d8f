use callback_runtime::callback;

#[callback(extern "C" fn(u32, context) -> i32, fallback = 0)]
type Visit = dyn FnMut(u32) -> i32;

fn main() {}
