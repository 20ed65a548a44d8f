use std::cell::Cell;

use callback_runtime::callback;

#[callback(extern "C", fallback = 0)]
type Async = dyn Fn() -> i32 + Send + Sync;

fn main() {
    let calls = Cell::new(0);
    Async::new(|| calls.replace(1)).scope(|_function, _context| {});
}
