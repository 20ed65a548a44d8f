use callback_runtime::callback;

#[callback(extern "C", context = user_data())]
type OnEvent = dyn FnMut(u32);

fn main() {}
