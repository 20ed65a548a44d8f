//! Helps about the values that C gets.

use core::ffi::c_int;

use callback_runtime::callback;

// #[callback(extern "C" fn(c_int, context: usize) -> c_int, fallback = 0)]
// type Returns = dyn FnMut(c_int) -> !;
// help: write `-> !` in the prototype, too, or the type that C expects
#[callback(extern "C" fn(c_int, context: usize) -> !, fallback = abort)]
type Returns = dyn FnMut(c_int) -> !;

// #[callback(extern "C" fn(c_int, context: usize) -> !, fallback = abort)]
// type Expected = dyn FnMut(c_int);
// help: write `-> !` for the closure, too
#[callback(extern "C" fn(c_int, context: usize) -> !, fallback = abort)]
type Expected = dyn FnMut(c_int) -> !;

// #[callback(extern "C" fn(c_int, context: usize) -> !, fallback = 0)]
// type WithValue = dyn FnMut(c_int) -> !;
// help: write `fallback = abort`
#[callback(extern "C" fn(c_int, context: usize) -> !, fallback = abort)]
type WithValue = dyn FnMut(c_int) -> !;

// #[callback(extern "C" fn(c_int, context: usize) -> !)]
// type WithoutFallback = dyn FnMut(c_int) -> !;
// help: add `fallback = abort`
#[callback(extern "C" fn(c_int, context: usize) -> !, fallback = abort)]
type WithoutFallback = dyn FnMut(c_int) -> !;

// #[callback(extern "C" fn(c_int, context: usize) -> c_int, fallback = abort())]
// type Called = dyn FnMut(c_int) -> c_int;
// help: write `fallback = abort`
#[callback(extern "C" fn(c_int, context: usize) -> c_int, fallback = abort)]
type Called = dyn FnMut(c_int) -> c_int;

// #[callback(extern "C" fn(_x: c_int, context: usize) -> c_int, ok = 0, err = _x, fallback = 0)]
// type Parameter = dyn FnMut() -> Result<(), u8>;
// help: write a closure, `|_| _x`
#[callback(extern "C" fn(_x: c_int, context: usize) -> c_int, ok = 0, err = |_| _x, fallback = 0)]
type Parameter = dyn FnMut() -> Result<(), u8>;
