use callback_runtime::callback;

#[callback(extern "C", crate = "callback_runtime")]
type OnEvent = dyn FnMut(u32);

fn main() {}
