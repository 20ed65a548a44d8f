use callback_runtime::callback;
use core::ffi::c_int;

#[callback(extern "C" fn(n: c_int), context = Some(n))]
type Visit = dyn FnMut(c_int);

fn main() {}
