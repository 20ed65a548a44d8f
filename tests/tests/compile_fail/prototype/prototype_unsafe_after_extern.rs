use callback_runtime::callback;

#[callback(extern "C" unsafe fn(i32, context: usize) -> i32, fallback = 0)]
type Filter = dyn FnMut(i32) -> i32;

fn main() {}
