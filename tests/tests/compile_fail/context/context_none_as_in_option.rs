use callback_runtime::callback;

#[callback(extern "C", context = None, fallback = 0)]
type Filter = dyn FnMut(u32) -> i32;

fn main() {}
