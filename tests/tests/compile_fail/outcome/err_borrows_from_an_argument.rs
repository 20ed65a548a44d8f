use callback_runtime::callback;

#[callback(extern "C" fn(*const u32, context: usize) -> i32, err = 1, ok = 0, fallback = 1)]
type Visit = dyn FnMut(&u32) -> Result<(), &u32>;

fn main() {}
