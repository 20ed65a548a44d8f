//! Helps about the closure's result and its keys.

use core::ffi::{CStr, c_char, c_void};
use core::ops::ControlFlow;

use callback_runtime::callback;

// #[callback(extern "C" fn(u32, context: usize) -> i32, fallback = 1)]
// type Keys<B> = dyn FnMut(u32) -> ControlFlow<B>;
// help: add `continue = <value>` and `break = <value>`
#[callback(extern "C" fn(u32, context: usize) -> i32, continue = 0, break = 1, fallback = 1)]
type Keys<B> = dyn FnMut(u32) -> ControlFlow<B>;

// #[callback(extern "C" fn(u32, context: usize) -> i32, ok = 0, fallback = 1)]
// type Err<E> = dyn FnMut(u32) -> Result<(), E>;
// help: add `err = <value>`
#[callback(extern "C" fn(u32, context: usize) -> i32, ok = 0, err = 1, fallback = 1)]
type Err<E> = dyn FnMut(u32) -> Result<(), E>;

// #[callback(extern "C" fn(u32, context: usize) -> i32, continue = 0, break = 1, err = 2, fallback = 1)]
// type Both<B> = dyn FnMut(u32) -> ControlFlow<B>;
// help: write `continue` and `break` if the closure returns `ControlFlow<B>`, or `ok` and `err` if it returns `Result<T, E>`
#[callback(extern "C" fn(u32, context: usize) -> i32, continue = 0, break = 1, fallback = 1)]
type Both<B> = dyn FnMut(u32) -> ControlFlow<B>;
#[callback(extern "C" fn(u32, context: usize) -> i32, ok = 0, err = 2, fallback = 1)]
type BothOr<E> = dyn FnMut(u32) -> Result<(), E>;

// #[callback(extern "C" fn(u32, context: usize) -> i32, continue = 0, break = 1, fallback = 1)]
// type Alias<B> = dyn FnMut(u32) -> Flow<B>;
// help: remove `continue` and `break`, or return `ControlFlow<B>`
#[callback(extern "C" fn(u32, context: usize) -> i32, fallback = 1)]
type Alias = dyn FnMut(u32) -> i32;
#[callback(extern "C" fn(u32, context: usize) -> i32, continue = 0, break = 1, fallback = 1)]
type AliasOr<B> = dyn FnMut(u32) -> ControlFlow<B>;

// #[callback(extern "C" fn(u32, context: usize) -> i32, continue = 0, break = 1, fallback = 1)]
// type Continues = dyn FnMut(u32) -> ControlFlow<String, i32>;
// help: write `ControlFlow<String>`
#[callback(extern "C" fn(u32, context: usize) -> i32, continue = 0, break = 1, fallback = 1)]
type Continues = dyn FnMut(u32) -> ControlFlow<String>;

// #[callback(extern "C", ok = 0, fallback = 1)]
// type WithoutResult = dyn FnMut(u32) -> i32;
// help: remove `ok`, or return `Result<T, E>`
#[callback(extern "C", fallback = 1)]
type WithoutResult = dyn FnMut(u32) -> i32;
#[callback(extern "C" fn(u32, context: usize) -> i32, ok = 0, err = 1, fallback = 1)]
type WithoutResultOr<E> = dyn FnMut(u32) -> Result<(), E>;

// #[callback(extern "C", continue = 0, break = 1, fallback = 1)]
// type Short<B> = dyn FnMut(u32) -> ControlFlow<B>;
// help: write the prototype, `extern "C" fn(.., context: *mut c_void) -> ..`
#[callback(extern "C" fn(u32, context: *mut c_void) -> i32, continue = 0, break = 1, fallback = 1)]
type Short<B> = dyn FnMut(u32) -> ControlFlow<B>;

// #[callback(extern "C" fn(*const u32, context: usize) -> i32, err = 1, ok = 0, fallback = 1)]
// type Borrowed = dyn FnMut(&u32) -> Result<(), &u32>;
// help: return an owned value, or name a lifetime of the alias
#[callback(extern "C" fn(*const u32, context: usize) -> i32, err = 1, ok = 0, fallback = 1)]
type Borrowed = dyn FnMut(&u32) -> Result<(), u32>;
#[callback(extern "C" fn(*const u32, context: usize) -> i32, err = 1, ok = 0, fallback = 1)]
type BorrowedOr<'a> = dyn FnMut(&'a u32) -> Result<(), &'a u32>;

// #[callback(extern "C" fn(u32, context: usize) -> *const c_char, fallback = core::ptr::null())]
// type Text = dyn FnMut(u32) -> &CStr;
// help: write `&'static CStr`, or return a pointer
#[callback(extern "C" fn(u32, context: usize) -> *const c_char, fallback = core::ptr::null())]
type Text = dyn FnMut(u32) -> &'static CStr;
#[callback(extern "C" fn(u32, context: usize) -> *const c_char, fallback = core::ptr::null())]
type TextOr = dyn FnMut(u32) -> *const c_char;

// #[callback(extern "C" fn(u32, context: usize) -> *mut u8, fallback = core::ptr::null_mut())]
// type Optional = dyn FnMut(u32) -> Option<&mut u8>;
// help: write `Option<&'static mut u8>`, or return a pointer
#[callback(extern "C" fn(u32, context: usize) -> *mut u8, fallback = core::ptr::null_mut())]
type Optional = dyn FnMut(u32) -> Option<&'static mut u8>;
#[callback(extern "C" fn(u32, context: usize) -> *mut u8, fallback = core::ptr::null_mut())]
type OptionalOr = dyn FnMut(u32) -> *mut u8;

// #[callback(extern "C" fn(context: usize) -> i32, ok = 0, err = || 1, fallback = 1)]
// type TakesNone = dyn FnMut() -> Result<(), u8>;
// help: write `err = |error| ..`
#[callback(extern "C" fn(context: usize) -> i32, ok = 0, err = |error| i32::from(*error), fallback = 1)]
type TakesNone = dyn FnMut() -> Result<(), u8>;
