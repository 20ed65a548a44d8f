use callback_runtime::callback;

#[callback(extern "C")]
type OnEvent = &'static dyn Fn(u32);

fn main() {}
