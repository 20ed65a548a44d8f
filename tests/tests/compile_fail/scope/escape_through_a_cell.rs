use std::cell::Cell;

use callback_runtime::callback;

#[callback(extern "C")]
type Write = dyn FnMut(&[u8]);

fn main() {
    let last: Cell<&[u8]> = Cell::new(&[]);
    Write::new(|bytes| last.set(bytes)).scope(|_function, _context| {});
}
