use callback_runtime::callback;

#[callback(extern "C" fn(i32, i32, *const u8, context: usize))]
type Attributes = dyn FnMut(i32, &[u8]);

fn main() {}
