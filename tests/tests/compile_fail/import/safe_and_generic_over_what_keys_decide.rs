use callback_runtime::{callback, import};
use core::ops::ControlFlow;

trait Choose {
    const CHOSEN: *const i32;
}

#[callback(extern "C" fn(context: usize) -> *const i32, continue = B::CHOSEN, break = B::CHOSEN, fallback = B::CHOSEN)]
type Next<B: Choose> = dyn FnMut() -> ControlFlow<B>;

#[import]
unsafe extern "C" {
    safe fn a<B: Choose>(#[scope] next: Next<B>, context: usize);
}

fn main() {}
