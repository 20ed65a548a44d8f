use callback_runtime::callback;
use core::ffi::c_int;

#[callback(extern "C" fn(c_int) -> !, fallback = abort)]
fn fatal(_code: c_int) {}

fn main() {}
