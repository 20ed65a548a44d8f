//! Items in a value are where the function that C calls is, and its name does not reach them.
#![forbid(unsafe_code)]

use core::ffi::{c_int, c_void};

use callback_runtime::callback;

type Same<T, const N: usize> = T;

macro_rules! typedef {
    ($name:ident) => {
        Same<unsafe extern "C" fn(*mut c_void) -> c_int, { fn call() { $name(); } 1 }>
    };
}

#[callback(
    extern "C" fn(context: *mut c_void) -> c_int,
    ok = { fn call() { __trampoline(); } 0 }, err = 1, fallback = 2, matches = typedef!(__trampoline),
)]
type Run = dyn FnMut() -> Result<(), ()>;

#[callback(extern "C")]
trait Runs {
    #[callback(
        fn(context: *mut c_void) -> c_int,
        fallback = { fn call() { __trampoline_0(); } 2 }, matches = typedef!(__trampoline_0),
    )]
    fn run(&mut self) -> c_int;
}

fn main() {}
