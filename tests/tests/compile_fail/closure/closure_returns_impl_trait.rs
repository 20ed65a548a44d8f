use callback_runtime::callback;

#[callback(extern "C", fallback = 0)]
type OnEvent = dyn FnMut(u32) -> impl Into<u32>;

fn main() {}
