use core::ffi::c_int;

use callback_runtime::callback;

// bool (*FPtr)(int);
type FPtr = Option<unsafe extern "C" fn(c_int) -> bool>;

#[callback(extern "C" fn(c_int) -> i32, context = none, fallback = 0, matches = FPtr)]
type OnInt = dyn FnMut(c_int) -> bool;

fn main() {}
