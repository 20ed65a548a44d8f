use callback_runtime::callback;

type LPARAM = isize;

#[callback(extern "system" fn(hwnd: usize, lparam: LPARAM) -> i32, fallback = 0)]
type Visit = dyn FnMut(usize) -> i32;

fn main() {}
