use callback_runtime::callback;

#[callback(for<'a> extern "C" fn(*const u32, context: usize))]
type Visit = dyn FnMut(&u32);

fn main() {}
