use core::ffi::c_void;

use callback_runtime::callback;

#[callback(extern "C" fn(*const c_void) -> usize, context = none, fallback = N)]
type Sum<const N: usize> = dyn FnMut(&[u8; N]) -> usize;

fn main() {}
