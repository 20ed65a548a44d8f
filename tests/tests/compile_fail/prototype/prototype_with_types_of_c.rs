use callback_runtime::callback;

#[callback(extern "C" fn(i32, context: void *) -> i32, fallback = 0)]
type Filter = dyn FnMut(i32) -> i32;

fn main() {}
