//! A declaration with sixteen slots, whose sections are compared with those of the other program.

use std::ffi::c_int;
use std::hint::black_box;

use callback_runtime::callback;

#[callback(extern "C" fn(c_int) -> c_int, context = none, slots = 16, fallback = -1)]
type Callback = dyn Fn(c_int) -> c_int + Send + Sync;

fn main() {
    let slot = Callback::new(|x| x).slot().expect("none is in use");
    black_box(slot.function());
}
