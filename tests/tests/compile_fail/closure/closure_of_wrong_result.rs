use callback_runtime::callback;

#[callback(extern "C", fallback = 0)]
type Visit = dyn FnMut(u32) -> i32;

fn main() {
    Visit::new(|_item| "stop").scope(|_function, _context| {});
}
