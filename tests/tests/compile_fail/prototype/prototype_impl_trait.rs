use callback_runtime::callback;

#[callback(extern "C" fn(impl Copy, context: usize))]
type Visit = dyn FnMut(u32);

fn main() {}
