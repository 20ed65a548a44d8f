use callback_runtime::{FromC, callback};
use core::ffi::c_int;

#[callback(extern "C" fn(*const c_int))]
fn visit<T: FromC<*const c_int>>(value: T) {
    _ = value;
}

fn main() {}
