use callback_runtime::callback;

#[callback(extern "C", fallback = , matches = unsafe extern "C" fn())]
type Visit = dyn FnMut(u32) -> i32;

fn main() {}
