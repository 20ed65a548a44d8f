use callback_runtime::callback;

#[callback(extern "C" fn(*const T) -> i32, context = none, fallback = 0)]
type OnItem<T> = dyn FnMut(&T) -> i32;

fn main() {}
