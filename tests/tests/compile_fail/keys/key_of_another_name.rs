use callback_runtime::callback;

#[callback(extern "C" fn(context: usize) -> i32, ok = 0, error = 1, fallback = 2)]
type Load = dyn FnMut() -> Result<(), u8>;

fn main() {}
