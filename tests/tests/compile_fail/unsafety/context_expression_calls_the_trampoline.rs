//! The function that C calls is not `unsafe`, but its name does not reach it, not even in a macro.
#![forbid(unsafe_code)]

use callback_runtime::callback;

macro_rules! call {
    ($event:expr) => {
        __trampoline($event)
    };
}

#[callback(extern "C" fn(event: usize), context = __trampoline(event))]
type OnEvent = dyn FnMut(usize);

#[callback(extern "C" fn(event: usize), context = call!(event))]
type OnHidden = dyn FnMut(usize);

fn main() {}
