use std::cell::Cell;

use callback_runtime::callback;

#[callback(extern "C", fallback = 0)]
type Tick = dyn Fn(i32) -> i32 + Send + Sync;

fn main() {
    let mine = Cell::new(1);
    let _ = Tick::new(|item| item).register(|_, _| Ok(()), |_, _, ()| Err(mine.get()));
}
