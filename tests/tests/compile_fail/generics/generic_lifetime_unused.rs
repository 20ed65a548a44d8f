use callback_runtime::callback;

#[callback(extern "C")]
type OnEvent<'a> = dyn FnMut(&u32);

fn main() {}
