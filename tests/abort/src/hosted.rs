//! A program with std: `hosted happy` succeeds, `hosted panic` must end at the panic of the closure, and
//! `hosted call` panics in Rust code that calls C.

use std::ffi::{c_int, c_void};

use callback_runtime::callback;

#[callback(extern "C", fallback = -1)]
type Step = dyn FnMut(c_int) -> c_int;

/// The "C library": it prints when it gets an answer.
extern "C" fn library(
    step: unsafe extern "C" fn(c_int, *mut c_void) -> c_int,
    user: *mut c_void,
) -> c_int {
    // SAFETY: the parts are alive until `scope` returns.
    let answer = unsafe { step(20, user) };
    println!("C was returned to, with {answer}");
    answer
}

fn main() {
    let argument = std::env::args().nth(1);
    let mode = argument.as_deref().unwrap_or("happy");
    let answer = Step::new(|item| {
        assert!(mode != "panic", "the closure panics at {item}");
        item + 1
    })
    .scope(|step, user| {
        assert!(mode != "call", "the foreign call panics");
        library(step, user)
    });
    println!("Rust was returned to, with {answer}");
}
