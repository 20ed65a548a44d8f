use core::ops::ControlFlow::{self, Break};

use callback_runtime::callback;

#[callback(extern "C" fn(*const u8, context: usize) -> u8, continue = 0, break = 1, fallback = 1)]
type Visit<'a> = dyn FnMut(&u8) -> ControlFlow<&'a u8>;

fn main() {
    let _context = Visit::new(|item| Break(item));
}
