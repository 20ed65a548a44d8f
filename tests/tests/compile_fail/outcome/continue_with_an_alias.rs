use core::ops::ControlFlow as Flow;

use callback_runtime::callback;

#[callback(extern "C" fn(u32, context: usize) -> i32, continue = 1, break = 0, fallback = 0)]
type Visit<B> = dyn FnMut(u32) -> Flow<B>;

fn main() {}
