use callback_runtime::callback;

#[callback(
    extern "winapi" fn(u32, *const u32, usize) -> i32,
    falback = 0, break = 1,
)]
type Visit<T> = dyn FnMut(u32, &u32) -> i32 + Clone;

fn main() {
    Visit::new(|_item, _other| 0).scope(|_function, _context| {});
}
