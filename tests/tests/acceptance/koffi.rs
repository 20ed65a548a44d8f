//! koffi's `callbacks.js`, the cases that the other suites do not have.

use std::ffi::{c_int, c_void};

use callback_runtime::{Fault, RawContext, RawFn, callback};
use callback_tests::listen;

#[callback(extern "C" fn(c_int, context: *mut c_void) -> c_int, fallback = -1)]
type Step = dyn FnMut(c_int) -> c_int;

#[callback(extern "C" fn(c_int) -> c_int, context = none, fallback = -1)]
type Transient = dyn FnMut(c_int) -> c_int;

#[repr(C)]
struct Pair {
    f: RawFn<Step>,
    user: RawContext<Step>,
}

unsafe extern "C" {
    fn koffi1_call_array(callbacks: *const Pair, count: c_int, value: c_int) -> c_int;
    fn koffi2_call_and_keep(f: RawFn<Transient>, value: c_int) -> c_int;
    fn koffi2_call_kept(value: c_int) -> c_int;
}

#[test]
fn koffi1_an_array_of_callbacks() {
    let mut seen = Vec::new();
    let value = Step::new(|value| value + 3).scope(|add, three| {
        Step::new(|value| value * 5).scope(|times, five| {
            Step::new(|value| {
                seen.push(value);
                value
            })
            .scope(|see, user| {
                let array = [
                    Pair { f: add, user: three },
                    Pair { f: see, user },
                    Pair { f: times, user: five },
                    Pair { f: see, user },
                    Pair { f: add, user: three },
                ];
                let count = array.len().try_into().unwrap();
                // SAFETY: there are that many, and C calls only during this call.
                unsafe { koffi1_call_array(array.as_ptr(), count, 1) }
            })
        })
    });
    assert_eq!((value, seen), (23, vec![4, 20]));
}

#[test]
fn koffi2_a_transient_callback_that_is_kept() {
    let ear = listen("Transient");
    let mut got = Vec::new();
    let answer = Transient::new(|value| {
        got.push(value);
        value
    })
    // SAFETY: C keeps the function of a slot, which may be called at any time.
    .scope(|f| unsafe { koffi2_call_and_keep(f, 5) });
    // SAFETY: as above.
    let late = unsafe { koffi2_call_kept(6) };
    assert_eq!((answer, late, got), (5, -1, vec![5]));
    assert_eq!(ear.faults(), [Fault::Expired]);
}
