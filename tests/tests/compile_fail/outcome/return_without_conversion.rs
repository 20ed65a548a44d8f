use core::ffi::c_int;

use callback_runtime::callback;

#[callback(extern "C" fn(u32, context: usize) -> c_int, fallback = 0)]
type Visit = dyn FnMut(u32) -> String;

fn main() {
    Visit::new(|_item| String::new()).scope(|_function, _context| {});
}
