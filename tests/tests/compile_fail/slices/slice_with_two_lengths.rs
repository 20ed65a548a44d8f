use callback_runtime::callback;

#[callback(extern "C" fn(*const u8, i32, usize, context: usize))]
type Write = dyn FnMut(&[u8], i32);

fn main() {}
