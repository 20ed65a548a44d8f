//! Also if a crate allows unsafe operations in the body of an unsafe function.
#![allow(unsafe_op_in_unsafe_fn)]

use callback_runtime::callback;

const unsafe fn value() -> i32 {
    1
}

#[callback(extern "C" fn(i32) -> i32, fallback = value())]
fn twice(number: i32) -> i32 {
    2 * number
}

#[callback(extern "C" fn(_value: *const i32) -> i32, context = none, fallback = *_value)]
type Run = dyn FnMut() -> i32;

fn main() {}
