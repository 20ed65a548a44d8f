use callback_runtime::callback;

#[callback(extern "C" fn(*const u32, context: usize))]
type Visit = dyn FnMut(&'a u32);

fn main() {}
