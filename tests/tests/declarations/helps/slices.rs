//! Helps about slices, and about types that cannot be converted.

use core::ffi::CStr;

use callback_runtime::callback;

// #[callback(extern "C" fn(*const u8, i32, usize, context: usize))]
// type TwoLengths = dyn FnMut(&[u8], i32);
// help: write the pointer and its length in parentheses, such as `(*const u8, i32)`, and take `usize` as C passes it
#[callback(extern "C" fn((*const u8, i32), usize, context: usize))]
type TwoLengths = dyn FnMut(&[u8], usize);

// #[callback(extern "C" fn(*const u8, usize, context: usize))]
// type LengthToo = dyn FnMut(&[u8], usize);
// help: remove `usize`
#[callback(extern "C" fn(*const u8, usize, context: usize))]
type LengthToo = dyn FnMut(&[u8]);

// #[callback(extern "C" fn(*const u8, context: usize))]
// type NoLength = dyn FnMut(&[u8]);
// help: take `*const u8`, as C passes it
#[callback(extern "C" fn(*const u8, context: usize))]
type NoLength = dyn FnMut(*const u8);

// #[callback(extern "C" fn(*const u8, f64, context: usize))]
// type FloatForLength = dyn FnMut(&[u8]);
// help: take `*const u8` and `f64`, as C passes them
#[callback(extern "C" fn(*const u8, f64, context: usize))]
type FloatForLength = dyn FnMut(*const u8, f64);

// #[callback(extern "C" fn(*const i32, *const T, context: usize))]
// type Converted<T: Copy> = dyn FnMut(Option<T>, &T);
// help: take `*const i32`, as C passes it
#[callback(extern "C" fn(*const i32, *const T, context: usize))]
type Converted<T: Copy> = dyn FnMut(*const i32, &T);

// #[callback(extern "C")]
// type Text = dyn FnMut(&str);
// help: take `&CStr` for a string that ends in a NUL, or `&[u8]`
#[callback(extern "C")]
type Text = dyn FnMut(&CStr);
#[callback(extern "C")]
type TextOr = dyn FnMut(&[u8]);
