use core::ops::ControlFlow;

use callback_runtime::callback;

#[callback(extern "C" fn(u32, context: usize) -> i32, continue = 1, break = 0, fallback = 0)]
type Visit = dyn FnMut(u32) -> ControlFlow<String, i32>;

fn main() {}
