use callback_runtime::callback;
use core::ffi::c_int;

#[callback(extern "C" fn(*const c_int) -> c_int, fallback = 0)]
fn first(value: &c_int) -> c_int {
    *value
}

fn main() {
    first(&5);
}
