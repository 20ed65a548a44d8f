use core::ops::ControlFlow;

use callback_runtime::callback;

#[callback(
    extern "C" fn(*const u32, context: usize) -> i32,
    continue = 0, break = 1, fallback = 1,
)]
type Visit = dyn for<'a> FnMut(&'a u32) -> ControlFlow<&'a u32>;

fn main() {}
