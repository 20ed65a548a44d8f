use callback_runtime::callback;
use core::ffi::{c_int, c_void};

#[callback(
    extern "C" fn(context: *mut c_void) -> c_int,
    ok = 0, err = |error: &str| error.len() as c_int, fallback = -1,
)]
type Visit = dyn FnMut() -> Result<(), c_int>;

fn main() {}
