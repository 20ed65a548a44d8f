//! A reference, but the closure takes nothing that it could borrow from.

use core::ffi::{c_int, c_void};

use callback_runtime::callback;

#[callback(
    extern "C" fn(c_int, name: *const u8, context: *mut c_void) -> *const u8,
    fallback = core::ptr::null(),
)]
type Lookup = dyn FnMut(c_int, *const u8) -> &u8;

#[callback(
    extern "C" fn(context: *mut c_void) -> *const u8,
    fallback = core::ptr::null(),
)]
type First = dyn FnMut() -> Option<&u8>;

fn main() {
    Lookup::new(|_, _| &0);
    First::new(|| None);
}
