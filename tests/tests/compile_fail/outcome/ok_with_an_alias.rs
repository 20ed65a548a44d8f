use callback_runtime::callback;

type Answer<T> = Result<T, u32>;

#[callback(extern "C" fn(u32, context: usize) -> i32, ok = 0, err = 1, fallback = 1)]
type Visit = dyn FnMut(u32) -> Answer<()>;

fn main() {}
