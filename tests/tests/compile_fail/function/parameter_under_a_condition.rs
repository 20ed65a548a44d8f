use callback_runtime::callback;
use core::ffi::c_int;

#[callback(extern "C" fn(c_int))]
fn visit(#[cfg(unix)] _value: c_int) {}

fn main() {}
