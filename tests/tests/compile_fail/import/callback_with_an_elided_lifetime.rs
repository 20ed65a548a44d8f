use callback_runtime::{callback, import};
use core::ops::ControlFlow;

#[callback(extern "C" fn(context: usize) -> i32, continue = 0, break = 1, fallback = 1)]
type Next<B> = dyn FnMut() -> ControlFlow<B>;

#[import]
unsafe extern "C" {
    safe fn a(#[scope] next: Next<&str>, context: usize);
    fn b(#[scope] next: Next<&str>, context: usize);
}

fn main() {}
