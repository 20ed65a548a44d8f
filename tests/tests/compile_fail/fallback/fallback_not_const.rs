use callback_runtime::callback;

fn last_error() -> i32 {
    0
}

#[callback(extern "C", fallback = last_error())]
type Visit = dyn FnMut(u32) -> i32;

fn main() {
    Visit::new(|_item| 0).scope(|_function, _context| {});
}
