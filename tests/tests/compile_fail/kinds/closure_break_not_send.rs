use core::ops::ControlFlow;
use std::rc::Rc;

use callback_runtime::callback;

#[callback(extern "C" fn(u32, context: usize) -> i32, continue = 0, break = 1, fallback = 1)]
type Visit<B> = dyn FnMut(u32) -> ControlFlow<B> + Send;

fn main() {
    let _visit = Visit::new(|item| ControlFlow::Break(Rc::new(item)));
}
