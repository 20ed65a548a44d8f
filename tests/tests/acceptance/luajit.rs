//! The `ffi_callback.lua` of `LuaJIT`, the cases that the other suites do not have: a callback is freed, and
//! the next one gets its function.

use std::ffi::c_int;

use callback_runtime::{Fault, RawFn, callback};
use callback_tests::listen;

#[callback(extern "C" fn(c_int) -> c_int, context = none, slots = 1, fallback = -1)]
type Reused = dyn FnMut(c_int) -> c_int;

unsafe extern "C" {
    #[link_name = "j10_identity"]
    fn call(value: c_int, f: RawFn<Reused>) -> c_int;
}

#[test]
fn lua1_a_callback_is_freed_and_set_again() {
    let ear = listen("Reused");
    let first = Reused::new(|value| value + 1).slot().unwrap();
    let f = first.function();
    // SAFETY: the function of a slot may be called at any time, here and below.
    assert_eq!(unsafe { call(1, f) }, 2);
    drop(first);
    // SAFETY: as above.
    assert_eq!(unsafe { call(1, f) }, -1);
    let second = Reused::new(|value| value + 10).slot().unwrap();
    assert_eq!(second.function() as *const (), f as *const ());
    // SAFETY: as above.
    assert_eq!(unsafe { call(1, f) }, 11);
    assert_eq!(ear.faults(), [Fault::Expired]);
}
