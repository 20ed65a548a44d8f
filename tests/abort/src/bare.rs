//! A program without std: `bare` succeeds, `bare panic` must end at the panic.
#![no_std]
#![no_main]

use core::ffi::{c_char, c_int, c_void};
use core::panic::PanicInfo;

use callback_runtime::callback;

#[callback(extern "C", fallback = -1)]
type Step = dyn FnMut(c_int) -> c_int;

#[link(name = "c")]
unsafe extern "C" {
    fn puts(line: *const c_char) -> c_int;
    safe fn abort() -> !;
    safe fn _exit(status: c_int) -> !;
}

#[panic_handler]
fn panic(_: &PanicInfo<'_>) -> ! {
    abort()
}

/// The "C library": it prints when it gets an answer.
extern "C" fn library(
    step: unsafe extern "C" fn(c_int, *mut c_void) -> c_int,
    user: *mut c_void,
) -> c_int {
    // SAFETY: the parts are alive until `scope` returns.
    let answer = unsafe { step(20, user) };
    // SAFETY: the string ends in a NUL.
    unsafe { puts(c"C was returned to".as_ptr()) };
    answer
}

/// Returns the exit status 0 if the closure was called and answered.
#[unsafe(no_mangle)]
extern "C" fn main(arguments: c_int, _: *const *const c_char) -> c_int {
    let mut calls = 0;
    let answer = Step::new(|item| {
        calls += 1;
        assert!(arguments == 1);
        item + 1
    })
    .scope(|step, user| library(step, user));
    if (answer, calls) != (21, 1) {
        _exit(3)
    }
    0
}
