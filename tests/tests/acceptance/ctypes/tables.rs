//! P9 and P10: a table of callbacks with two calling conventions, and the convention that is not C's default.

use std::cell::RefCell;
use std::ffi::{c_int, c_long, c_longlong};

use callback_runtime::{RawFn, callback};

#[callback(extern "C" fn(c_int, c_int) -> c_int, context = none, fallback = -1)]
type C = dyn FnMut(c_int, c_int) -> c_int;

#[callback(extern "system" fn(c_int, c_int) -> c_int, context = none, fallback = -1)]
type S = dyn FnMut(c_int, c_int) -> c_int;

#[repr(C)]
struct Functions {
    c: RawFn<C>,
    s: RawFn<S>,
}

#[callback(extern "system" fn(c_long, c_longlong) -> c_long, context = none, fallback = -1)]
type System = dyn FnMut(c_long, c_longlong) -> c_long;

unsafe extern "C" {
    fn p9_callfuncp(functions: &Functions) -> c_int;
    fn p10_run_callback(f: RawFn<System>, a: c_int, b: c_int) -> c_long;
}

#[test]
fn p9_callfuncp_calls_both_of_a_table() {
    let got = RefCell::new(Vec::new());
    let see = |name| {
        let got = &got;
        move |a, b| {
            got.borrow_mut().push((name, a, b));
            0
        }
    };
    C::new(see('c')).scope(|c| {
        S::new(see('s')).scope(|s| {
            // SAFETY: C calls only during this call.
            assert_eq!(unsafe { p9_callfuncp(&Functions { c, s }) }, 0);
        });
    });
    assert_eq!(got.into_inner(), [('c', 1, 2), ('s', 3, 4)]);
}

#[test]
fn p10_i38748_run_callback() {
    let sum = System::new(|a, b| a + c_long::try_from(b).unwrap())
        // SAFETY: C calls only during this call.
        .scope(|f| unsafe { p10_run_callback(f, 5, 10) });
    assert_eq!(sum, 15);
}

#[cfg(all(target_arch = "x86", not(target_env = "msvc")))]
#[test]
fn p10_i38748_leaves_the_stack_pointer() {
    use crate::frame::Frame;

    #[callback(extern "stdcall" fn(c_long, c_longlong) -> c_long, context = none, fallback = -1)]
    type Stdcall = dyn FnMut(c_long, c_longlong) -> c_long;

    let sum = Stdcall::new(|a, b| a + c_long::try_from(b).unwrap())
        // SAFETY: this convention has its arguments there.
        .scope(|f| unsafe { Frame { ecx: 0, words: &[5, 10, 0] }.call(f as *const ()) });
    assert_eq!((sum.eax, sum.popped), (15, 12));
}

#[cfg(not(all(target_arch = "x86", not(target_env = "msvc"))))]
#[test]
#[ignore = "32-bit x86 only"]
fn p10_i38748_leaves_the_stack_pointer() {}
