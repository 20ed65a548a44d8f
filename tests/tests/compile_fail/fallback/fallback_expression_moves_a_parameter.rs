use callback_runtime::callback;
use core::ffi::{c_int, c_void};

#[repr(transparent)]
pub struct Fd(c_int);

#[callback(extern "C" fn(fd: Fd, context: *mut c_void) -> c_int, fallback = fd.0)]
type Accept = dyn FnMut(Fd) -> c_int;

fn main() {}
