use callback_runtime::callback;

#[callback(extern "C" fn(u32, context: usize) -> i32, err = 1, fallback = 1)]
type Visit = dyn FnMut(u32) -> Result<String, ()>;

fn main() {}
