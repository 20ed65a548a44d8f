//! Also if a crate allows unsafe operations in the body of an unsafe function.
#![allow(unsafe_op_in_unsafe_fn)]

use core::ops::ControlFlow;

use callback_runtime::callback;

unsafe extern "C" {
    fn user_data(event: usize) -> usize;
}

const unsafe fn value() -> i32 {
    1
}

#[callback(extern "C" fn(event: usize), context = user_data(event))]
type OnEvent = dyn FnMut(usize);

#[callback(extern "C" fn(context: usize) -> i32, continue = value(), break = value(), fallback = 1)]
type Visit<B> = dyn FnMut() -> ControlFlow<B>;

#[callback(extern "C" fn() -> i32, context = none, ok = value(), err = value(), fallback = 1)]
type Run<E> = dyn FnMut() -> Result<(), E>;

fn main() {}
