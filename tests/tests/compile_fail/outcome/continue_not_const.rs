use core::ops::ControlFlow;

use callback_runtime::callback;

fn go_on() -> i32 {
    0
}

#[callback(extern "C" fn(u32, context: usize) -> i32, continue = go_on(), break = 1, fallback = 1)]
type Visit<B> = dyn FnMut(u32) -> ControlFlow<B>;

fn main() {}
