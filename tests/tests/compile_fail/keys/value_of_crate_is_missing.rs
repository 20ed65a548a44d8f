use callback_runtime::callback;

#[callback(extern "C", crate = ::callback_rt)]
type OnEvent = dyn FnMut(u32);

fn main() {}
