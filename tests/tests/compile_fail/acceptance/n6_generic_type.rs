use callback_runtime::callback;

#[callback(extern "C" fn(T), context = none)]
type OnEvent<T> = dyn FnMut(T);

fn main() {}
