use callback_runtime::callback;

#[callback(extern "C", fallback = None)]
type Next = dyn FnMut(u32) -> Option<u32>;

fn main() {}
