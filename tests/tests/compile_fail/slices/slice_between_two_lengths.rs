use callback_runtime::callback;

#[callback(extern "C" fn(i32, *const u8, usize, context: usize))]
type Write = dyn FnMut(i32, &[u8]);

fn main() {}
