// In an edition in which the body of an `unsafe fn` may be unsafe, too.
#![allow(unsafe_op_in_unsafe_fn)]

use callback_runtime::callback;
use core::ffi::c_int;

#[callback(
    extern "C" fn(_out: *mut c_int) -> c_int,
    ok = |value| { *_out = value; 0 }, err = |error| *error, fallback = *_out,
)]
fn fill() -> Result<c_int, c_int> {
    Ok(3)
}

fn main() {}
