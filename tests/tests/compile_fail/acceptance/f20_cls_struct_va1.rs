use core::ffi::c_int;

use callback_runtime::callback;

#[callback(extern "C" fn(c_int, ...) -> c_int, context = none, fallback = 0)]
type StructVa = dyn FnMut(c_int) -> c_int;

fn main() {}
