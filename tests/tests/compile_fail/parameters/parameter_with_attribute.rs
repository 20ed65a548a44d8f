use callback_runtime::callback;

#[callback(extern "C" fn(#[cfg(windows)] u32, context: usize))]
type OnEvent = dyn FnMut(u32);

fn main() {}
