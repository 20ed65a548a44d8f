use callback_runtime::callback;
use core::ffi::c_int;

#[callback(extern "C" fn(c_int) -> c_int)]
fn visit(value: c_int) -> Result<(), c_int> {
    Err(value)
}

fn main() {}
