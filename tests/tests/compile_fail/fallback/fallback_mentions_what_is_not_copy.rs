use callback_runtime::callback;
use core::ffi::{c_int, c_void};

#[repr(transparent)]
pub struct Fd(c_int);

#[callback(extern "C" fn(_fd: Fd, context: *mut c_void) -> c_int, fallback = _fd.0)]
type Accept = dyn FnMut() -> c_int;

fn main() {}
