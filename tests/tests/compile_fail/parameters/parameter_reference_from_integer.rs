use callback_runtime::callback;

#[callback(extern "C" fn(u32, context: usize))]
type Visit = dyn FnMut(&u32);

fn main() {}
