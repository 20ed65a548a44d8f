use callback_runtime::callback;

#[callback(extern "C" fn(*const u32, context: usize))]
type Visit = dyn FnMut(&T);

fn main() {}
