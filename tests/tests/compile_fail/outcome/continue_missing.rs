use core::ops::ControlFlow;

use callback_runtime::callback;

#[callback(extern "C" fn(u32, context: usize) -> i32, break = 1, fallback = 1)]
type Visit<B> = dyn FnMut(u32) -> ControlFlow<B>;

fn main() {}
