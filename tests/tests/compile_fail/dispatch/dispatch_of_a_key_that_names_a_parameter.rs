use callback_runtime::{Dispatcher, callback};
use core::ffi::{c_int, c_void};

#[callback(
    extern "C" fn(_out: *mut c_int, context: *mut c_void) -> c_int,
    ok = |value| { unsafe { *_out = value }; 0 }, err = |()| 1, fallback = 2,
)]
type Fill = dyn FnMut() -> Result<c_int, ()>;

fn main() {
    let dispatcher = Dispatcher::new(8);
    let _ = Fill::new(|| Ok(1)).dispatch(&dispatcher);
}
