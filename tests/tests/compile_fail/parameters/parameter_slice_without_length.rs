use callback_runtime::callback;

#[callback(extern "C" fn(*const u8, f64, context: usize))]
type Write = dyn FnMut(&[u8]);

fn main() {}
