use callback_runtime::callback;

#[callback(extern "C" fn(u32, context: usize) -> String, fallback = String::new())]
type Name = dyn FnMut(u32) -> String;

fn main() {}
