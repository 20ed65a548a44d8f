use callback_runtime::callback;

#[callback(extern "C" fn(*const u8, context: usize, usize))]
type Write = dyn FnMut(&[u8]);

fn main() {}
