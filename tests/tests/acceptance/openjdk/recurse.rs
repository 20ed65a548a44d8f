//! J7: a callback in which C calls it again, fifty levels deep.

use std::cell::{Cell, RefCell};
use std::ffi::{c_int, c_void};

use callback_runtime::{Fault, RawContext, RawFn, callback};
use callback_tests::{listen, message, panic_of};

#[callback(extern "C" fn(c_int, context: *mut c_void))]
type Recurse = dyn Fn(c_int);

#[callback(extern "C" fn(c_int, context: *mut c_void))]
type RecurseMut = dyn FnMut(c_int);

unsafe extern "C" {
    fn j7_do_recurse(depth: c_int, f: RawFn<Recurse>, user: RawContext<Recurse>);
    #[link_name = "j7_do_recurse"]
    fn do_recurse_mut(depth: c_int, f: RawFn<RecurseMut>, user: RawContext<RecurseMut>);
}

#[test]
fn j7_do_recurse_visits_51_times() {
    let (own, visits) = (Cell::new(None), RefCell::new(Vec::new()));
    Recurse::new(|depth| {
        visits.borrow_mut().push(depth);
        if depth > 0 {
            let (f, user) = own.get().unwrap();
            // SAFETY: C calls only during this call, inside the scope.
            unsafe { j7_do_recurse(depth - 1, f, user) };
        }
    })
    .scope(|f, user| {
        own.set(Some((f, user)));
        // SAFETY: as above.
        unsafe { j7_do_recurse(50, f, user) };
    });
    let expected: Vec<_> = (0..=50).rev().collect();
    assert_eq!(expected.len(), 51);
    assert_eq!(visits.into_inner(), expected);
}

#[test]
fn j7_do_recurse_into_a_fn_mut_is_refused() {
    let ear = listen("RecurseMut");
    let (own, mut visits) = (Cell::new(None), Vec::new());
    let payload = panic_of(|| {
        RecurseMut::new(|depth| {
            visits.push(depth);
            let (f, user) = own.get().unwrap();
            // SAFETY: C calls only during this call, inside the scope.
            unsafe { do_recurse_mut(depth - 1, f, user) };
            visits.push(-depth);
        })
        .scope(|f, user| {
            own.set(Some((f, user)));
            // SAFETY: as above.
            unsafe { do_recurse_mut(50, f, user) };
        });
    });
    // The outer call goes on after the inner one was refused.
    assert_eq!(visits, [50, -50]);
    assert!(message(&*payload).contains("RecurseMut"), "{}", message(&*payload));
    assert_eq!(ear.faults(), [Fault::Reentered]);
}
