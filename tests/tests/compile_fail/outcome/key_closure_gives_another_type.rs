use callback_runtime::callback;
use core::ffi::{c_int, c_void};

#[callback(
    extern "C" fn(context: *mut c_void) -> c_int,
    ok = |value| value, err = -1, fallback = -1,
)]
type Visit = dyn FnMut() -> Result<u64, c_int>;

fn main() {}
