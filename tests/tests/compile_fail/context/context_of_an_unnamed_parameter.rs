use callback_runtime::callback;

#[callback(extern "C" fn(i32, *mut u8) -> i32, context = user, fallback = 0)]
type Filter = dyn FnMut(i32) -> i32;

fn main() {}
