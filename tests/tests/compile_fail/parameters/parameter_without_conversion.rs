use core::ffi::{c_char, c_void};

use callback_runtime::callback;

#[callback(extern "C" fn(*const c_char, context: *mut c_void))]
type Log = dyn FnMut(String);

fn main() {
    Log::new(|_line| {}).scope(|_function, _context| {});
}
