use callback_runtime::callback;

#[callback(extern "C", fallback = 0)]
type Compare = unsafe extern "C" fn(*const u32, *const u32) -> i32;

fn main() {}
