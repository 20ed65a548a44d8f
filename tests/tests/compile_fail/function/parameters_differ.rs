use callback_runtime::callback;
use core::ffi::{c_int, c_void};

#[callback(extern "C" fn(c_int, context: *mut c_void) -> c_int, fallback = 0)]
fn visit(_value: c_int) -> c_int {
    0
}

#[callback(extern "C" fn(*const c_int))]
fn sum(_values: &[c_int]) {}

static TABLE: [Option<unsafe extern "C" fn(c_int, *mut c_void) -> c_int>; 1] = [Some(visit)];

fn main() {
    _ = TABLE;
}
