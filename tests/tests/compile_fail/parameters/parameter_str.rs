use callback_runtime::callback;

#[callback(extern "C" fn(*const u8, context: usize))]
type OnText = dyn FnMut(&str);

fn main() {}
