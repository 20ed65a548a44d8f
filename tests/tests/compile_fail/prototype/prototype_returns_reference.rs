use callback_runtime::callback;

#[callback(extern "C" fn(u32, context: usize) -> &'static u32, fallback = &0)]
type Find = dyn FnMut(u32) -> &'static u32;

fn main() {}
