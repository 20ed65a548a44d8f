use callback_runtime::callback;

#[callback(extern "C")]
type OnEvent = dyn Iterator<Item = u32>;

fn main() {}
