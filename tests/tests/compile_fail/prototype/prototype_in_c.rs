use callback_runtime::callback;

#[callback(int (*filter)(unsigned, void *), fallback = 0)]
type Filter = dyn FnMut(u32) -> i32;

fn main() {}
