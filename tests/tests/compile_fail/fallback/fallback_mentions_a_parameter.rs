use callback_runtime::callback;

#[callback(extern "C" fn(item: u32, context: usize) -> u32, fallback = item)]
type Visit = dyn FnMut(u32) -> u32;

fn main() {}
