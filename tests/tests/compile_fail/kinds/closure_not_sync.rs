use std::cell::Cell;

use callback_runtime::callback;

#[callback(extern "C")]
type Log = dyn Fn(u32) + Send + Sync;

fn main() {
    let last = Cell::new(0);
    Log::new(move |line| last.set(line)).scope(|_function, _context| {});
}
