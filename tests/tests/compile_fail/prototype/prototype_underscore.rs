use callback_runtime::callback;

#[callback(extern "C" fn(_, context: usize))]
type Visit = dyn FnMut(u32);

fn main() {}
