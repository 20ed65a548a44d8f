//! Arguments that the closure does not take, with destructors: each is dropped once, after the call, and a panic of the
//! destructor stays here, also with an `-unwind` convention.

use std::cell::Cell;
use std::ffi::{c_int, c_void};

use callback_runtime::{Fault, callback};
use callback_tests::{Drops, listen, silence};

/// A value that C passes ownership of. If it is charged, its destructor panics.
#[repr(C)]
struct Given(*const Drops, bool);

struct Charge;

impl Drop for Given {
    fn drop(&mut self) {
        // SAFETY: the counter outlives the call.
        drop(unsafe { (*self.0).token() });
        if self.1 {
            silence::<Charge>();
            std::panic::panic_any(Charge);
        }
    }
}

thread_local! {
    /// The drops before the call ran.
    static DROPPED: Cell<usize> = const { Cell::new(0) };
}

fn run(drops: &Drops, code: c_int) -> c_int {
    DROPPED.set(drops.count());
    run_after(code)
}

fn run_after(code: c_int) -> c_int {
    assert_ne!(code, 2, "two");
    code
}

#[callback(extern "C-unwind" fn(_: Given, *const Drops, code: c_int, _all: (c_int, Given)) -> c_int, fallback = -code)]
fn function(drops: &Drops, code: c_int) -> c_int {
    run(drops, code)
}

#[callback(
    extern "C-unwind" fn(Given, *const Drops, code: c_int, _: Given, context: *mut c_void) -> c_int,
    fallback = -code,
)]
type OnGiven = dyn Fn(Given, &Drops, c_int) -> c_int;

#[callback(
    extern "C-unwind" fn(_: Given, *const Drops, code: c_int, _: Given) -> c_int,
    context = none, slots = 1, fallback = -code,
)]
type Shared = dyn Fn(&Drops, c_int) -> c_int + Send + Sync;

#[callback(
    extern "C-unwind" fn(_: Given, *const Drops, c_int, _: Given) -> c_int,
    context = none, slots = 1, fallback = -5,
)]
type Bound = dyn FnMut(&Drops, c_int) -> c_int;

/// Calls with four pairs of arguments: dropped are the two of each call, at its end.
fn check(call: impl Fn(Given, &Drops, c_int, Given) -> c_int, results: [c_int; 4]) {
    let drops = Drops::new();
    let given = |charged| Given(&raw const drops, charged);
    let each = [(false, false), (true, false), (false, true), (false, false)];
    for ((first, second), (code, result)) in each.into_iter().zip((1..).zip(results)) {
        let dropped = drops.count();
        DROPPED.set(dropped);
        assert_eq!(call(given(first), &drops, code, given(second)), result);
        assert_eq!((DROPPED.get(), drops.count()), (dropped, dropped + 2));
    }
}

#[test]
fn of_a_function() {
    let ear = listen("function");
    // SAFETY: the counter is alive.
    check(|a, drops, code, b| unsafe { function(a, drops, code, 0, b) }, [1, -2, 3, 4]);
    assert_eq!(ear.faults(), [Fault::Panicked]);
}

#[test]
fn of_a_closure() {
    let ear = listen("OnGiven");
    let result = std::panic::catch_unwind(|| {
        OnGiven::new(|given, drops, code| {
            DROPPED.set(drops.count());
            drop(drops.token());
            // A destructor that panics in a panic would end the process.
            std::mem::forget(given);
            run_after(code)
        })
        .scope(|function, user| {
            // SAFETY: the counter is alive, and this is the scope's thread.
            check(
                |a, drops, code, b| unsafe { function(a, drops, code, b, user) },
                [1, -2, -3, -4],
            );
        });
    });
    assert!(result.is_err());
    assert_eq!(ear.faults(), [Fault::Panicked]);
}

#[test]
fn of_a_slot_for_any_thread() {
    let ear = listen("Shared");
    let slot = Shared::new(run).slot().unwrap();
    let function = slot.function();
    // SAFETY: the counter is alive.
    check(|a, drops, code, b| unsafe { function(a, drops, code, b) }, [1, -2, -3, -4]);
    drop(slot);
    assert_eq!(ear.faults(), [Fault::Panicked]);
}

#[test]
fn of_a_slot_for_one_thread() {
    let ear = listen("Bound");
    let slot = Bound::new(run).slot().unwrap();
    let function = slot.function();
    // SAFETY: the counter is alive.
    check(|a, drops, code, b| unsafe { function(a, drops, code, b) }, [1, -5, -5, -5]);
    assert_eq!(ear.faults(), [Fault::Panicked]);
}
