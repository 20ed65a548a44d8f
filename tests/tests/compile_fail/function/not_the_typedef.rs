use callback_runtime::callback;
use core::ffi::c_int;

type Visit = Option<unsafe extern "C" fn(c_int)>;

#[callback(extern "C" fn(c_int) -> c_int, fallback = 0, matches = Visit)]
fn visit(value: c_int) -> c_int {
    value
}

fn main() {}
