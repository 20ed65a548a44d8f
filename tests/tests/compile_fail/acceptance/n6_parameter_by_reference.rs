use callback_runtime::callback;

#[callback(extern "C" fn(&mut i32, context: usize))]
type OnEvent = dyn FnMut(&mut i32);

fn main() {}
