use callback_runtime::callback;

#[callback(extern "C", fallback = "stop")]
type Visit = dyn FnMut(u32) -> i32;

fn main() {
    Visit::new(|_item| 0).scope(|_function, _context| {});
}
