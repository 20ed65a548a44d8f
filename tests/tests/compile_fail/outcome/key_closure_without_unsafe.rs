use callback_runtime::callback;
use core::ffi::{c_int, c_void};

#[callback(
    extern "C" fn(_out: *mut c_int, context: *mut c_void) -> c_int,
    ok = |value| { *_out = value; 0 }, err = -1, fallback = -1,
)]
type Fill = dyn FnMut() -> Result<c_int, ()>;

fn main() {}
