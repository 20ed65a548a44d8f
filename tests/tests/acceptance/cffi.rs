//! cffi's `test_c`, the cases that the other suites do not have: a callback fails, or the conversion of its
//! result fails, or the handler of that error fails.

use std::ffi::{c_int, c_void};
use std::panic::panic_any;

use callback_runtime::{Fault, IntoC, RawContext, RawFn, callback, set_fault_hook};
use callback_tests::{listen, panic_of};

/// A result that C can get if it is small.
struct Small(i64);

impl IntoC<c_int> for Small {
    fn into_c(self) -> c_int {
        self.0.try_into().expect("a small number")
    }
}

#[callback(extern "C" fn(c_int, context: *mut c_void) -> c_int, fallback = -42)]
type Ladder = dyn FnMut(c_int) -> Small;

unsafe extern "C" {
    #[link_name = "p12_int"]
    fn call(f: RawFn<Ladder>, value: c_int, user: RawContext<Ladder>) -> c_int;
}

/// Returns what C gets from a closure with this answer, and from the same closure again.
fn answers(closure: impl FnMut(c_int) -> Small) -> [c_int; 2] {
    let mut got = [0; 2];
    panic_of(|| {
        Ladder::new(closure).scope(|f, user| {
            // SAFETY: C calls only during this call.
            got = [1, 2].map(|value| unsafe { call(f, value, user) });
        });
    });
    got
}

#[test]
fn cffi1_a_result_that_cannot_be_converted() {
    let ear = listen("Ladder");
    assert_eq!(answers(|_| Small(1 << 40)), [-42, -42]);
    assert_eq!(ear.faults(), [Fault::Panicked]);
    // A result that can be converted, from the same declaration.
    let got = Ladder::new(|value| Small((value + 1).into()))
        // SAFETY: as above.
        .scope(|f, user| unsafe { call(f, 1, user) });
    assert_eq!(got, 2);
}

#[test]
fn cffi2_whoever_is_told_of_an_error_fails_too() {
    let ear = listen("Ladder");
    set_fault_hook(|_| panic_any("the hook"));
    assert_eq!(answers(|_| panic_any("the closure")), [-42, -42]);
    // This hook replaced the one that counts.
    assert_eq!(ear.faults(), []);
}
