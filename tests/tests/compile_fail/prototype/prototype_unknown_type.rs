use callback_runtime::callback;

#[callback(extern "system" fn(HWND, context: isize))]
type OnWindow = dyn FnMut(usize);

fn main() {}
