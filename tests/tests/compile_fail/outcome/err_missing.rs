use callback_runtime::callback;

#[callback(extern "C" fn(u32, context: usize) -> i32, ok = 0, fallback = 1)]
type Visit<E> = dyn FnMut(u32) -> Result<(), E>;

fn main() {}
