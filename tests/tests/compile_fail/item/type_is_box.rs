use callback_runtime::callback;

#[callback(extern "C")]
type OnEvent = Box<dyn FnMut(u32)>;

fn main() {}
