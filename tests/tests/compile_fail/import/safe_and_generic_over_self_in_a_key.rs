use callback_runtime::{callback, import};
use core::ops::ControlFlow;

#[callback(extern "C" fn(context: usize) -> i32, continue = 0, break = 1, fallback = Self::CHOSEN)]
type Next<B> = dyn FnMut() -> ControlFlow<B>;

impl<B> Next<B> {
    const CHOSEN: i32 = size_of::<B>() as i32;
}

#[import]
unsafe extern "C" {
    safe fn a<B>(#[scope] next: Next<B>, context: usize);
}

fn main() {}
