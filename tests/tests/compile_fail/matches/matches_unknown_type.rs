use callback_runtime::callback;

#[callback(extern "C", matches = sys::HookProc)]
type OnEvent = dyn FnMut(u32);

fn main() {}
