use core::ffi::{c_int, c_void};

use callback_runtime::{FromC, callback};

struct Handle(c_int);

enum Level {}

impl FromC<c_int> for Level {
    unsafe fn from_c(_: c_int) -> Option<Self> {
        None
    }
}

#[callback(extern "C" fn(c_int, *mut Handle, context: *mut c_void))]
pub type OnHandle = dyn FnMut(c_int, &Handle);

#[callback(extern "C")]
pub type OnHandles = dyn FnMut(&[Handle]);

#[callback(extern "C" fn(c_int, context: *mut Handle))]
pub type OnLevel = dyn FnMut(Level);

#[callback(extern "C" fn(context: usize) -> c_int, ok = 0, err = 1, fallback = 1)]
pub type OnError = dyn FnMut() -> Result<(), Level>;

fn main() {}
