//! A fault other than a panic refuses one call, even if there is only one call, or on the way to another
//! thread. The "C library" is played by Rust.

use std::convert::Infallible;
use std::ffi::{c_int, c_void};
use std::ptr::{null, without_provenance_mut};
use std::sync::Arc;
use std::thread;

use callback_runtime::{Dispatcher, Fault, FromC, callback};
use callback_tests::{Drops, accept, keep, keep_reachable, listen, message, panic_of, removed};

use crate::misuse::{NESTED, Own, PANICS, Raw};

#[callback(extern "C", fallback = -1)]
type Single = dyn FnOnce(&c_int) -> c_int;

#[callback(extern "C", fallback = -1)]
type SingleSend = dyn FnOnce(&c_int) -> c_int + Send;

#[callback(extern "C", context = none, slots = 2, fallback = -1)]
type SingleSlot = dyn FnOnce(&c_int) -> c_int;

/// A call on another thread does not use up the one call.
fn once_after_a_wrong_thread(raw: Raw) {
    assert_eq!([raw.call_elsewhere(1), raw.call_elsewhere(2)], [-1, -1]);
    assert_eq!([raw.call(3), raw.call(4), raw.call(5)], [3, -1, -1]);
}

#[test]
fn a_call_on_a_wrong_thread_is_not_the_one_call() {
    let faults = [Fault::WrongThread, Fault::Expired];
    let ear = listen("Single");
    let payload = panic_of(|| {
        Single::new(|&item| item)
            .scope(|function, user| once_after_a_wrong_thread(Raw::Pair(function, user)));
    });
    assert!(message(&*payload).ends_with(&Fault::WrongThread.to_string()));
    assert_eq!(ear.faults(), faults);
    drop(ear);

    let ear = listen("Single");
    let (function, user) = Single::new(|&item| item).forever();
    keep_reachable(user);
    once_after_a_wrong_thread(Raw::Pair(function, user));
    assert_eq!(ear.faults(), faults);
    drop(ear);

    let ear = listen("Single");
    let drops = Drops::new();
    let token = drops.token();
    let context = Single::new(move |&item| {
        token.touch();
        item
    });
    let (function, user) = context.once(keep).unwrap();
    assert_eq!(Raw::Pair(function, user).call_elsewhere(1), -1);
    assert_eq!((drops.count(), ear.leaks()), (0, vec![true]));
    assert_eq!(Raw::Pair(function, user).call(2), 2);
    assert_eq!((drops.count(), ear.faults()), (1, vec![Fault::WrongThread]));
    drop(ear);

    let ear = listen("SingleSlot");
    let slot = SingleSlot::new(|&item| item).slot().unwrap();
    once_after_a_wrong_thread(Raw::Alone(slot.function()));
    assert_eq!(slot.fault(), Some(Fault::WrongThread));
    assert_eq!(ear.faults(), faults);
}

#[test]
fn a_call_with_a_bad_argument_is_the_one_call_of_a_fn_once() {
    let faults = [Fault::InvalidArgument, Fault::Expired];
    for is_bound in [true, false] {
        let ear = listen(if is_bound { "Single" } else { "SingleSend" });
        let drops = Drops::new();
        let token = drops.token();
        let closure = move |&item: &c_int| {
            token.touch();
            item
        };
        let call = |raw: Raw| {
            assert_eq!([raw.pass(null()), raw.call(1), raw.call(2)], [-1; 3]);
            assert_eq!(drops.count(), 0, "it has not been entered");
        };
        let payload = panic_of(|| {
            if is_bound {
                Single::new(closure).scope(|function, user| call(Raw::Pair(function, user)));
            } else {
                SingleSend::new(closure).scope(|function, user| call(Raw::Pair(function, user)));
            }
        });
        assert!(message(&*payload).ends_with(&Fault::InvalidArgument.to_string()));
        assert_eq!((drops.count(), ear.faults()), (1, faults.to_vec()));
    }
}

/// `once` calls a closure once, even if it could be called again. An extra call during the hand-over leaves the
/// gate as it was.
#[callback(extern "C", fallback = -1)]
type Handed = dyn FnMut(&c_int) -> c_int + Send;

#[test]
fn a_call_too_many_during_the_hand_over_leaves_the_gate() {
    let ear = listen("Handed");
    let result = Handed::new(|&item| item).once(|function, user| {
        let raw = Raw::Pair(function, user);
        assert_eq!([raw.call(1), raw.call(2), raw.call_elsewhere(3)], [1, -1, -1]);
        Ok::<_, Infallible>(())
    });
    assert_eq!(result, Ok(()));
    // If a refused call did not leave the gate, the third would be `Reentered`.
    assert_eq!(ear.faults(), [Fault::Expired]);
}

/// An item that can be sent.
struct Sent(c_int);

impl FromC<*const c_int> for Sent {
    unsafe fn from_c(raw: *const c_int) -> Option<Self> {
        // SAFETY: the caller's promise.
        let item: &c_int = unsafe { FromC::from_c(raw) }?;
        assert!(*item != PANICS, "the conversion's own");
        Some(Self(*item))
    }
}

#[callback(extern "C" fn(*const c_int, context: *mut c_void) -> c_int, fallback = -1)]
type Dispatched = dyn FnMut(Sent) -> c_int;

/// Runs the calls of another thread here, until that thread has ended.
fn serve(dispatcher: &Dispatcher, call: impl FnOnce() -> c_int + Send + 'static) -> c_int {
    let caller = thread::spawn(call);
    while !caller.is_finished() {
        dispatcher.run_pending();
        thread::yield_now();
    }
    caller.join().unwrap()
}

#[test]
fn a_dispatched_closure_is_entered_after_a_bad_argument_on_any_thread() {
    let ear = listen("Dispatched");
    let own = Own::default();
    let place = Arc::clone(&own);
    let dispatcher = Dispatcher::new(1);
    let kept =
        Dispatched::new(
            move |Sent(item)| {
                if item == NESTED { place.lock().unwrap().unwrap().call(6) } else { item }
            },
        )
        .dispatch(&dispatcher)
        .register::<_, c_int>(accept, removed)
        .unwrap();
    let raw = Raw::Pair(kept.function(), kept.context());
    *own.lock().unwrap() = Some(raw);
    for _ in 0..2 {
        assert_eq!((raw.pass(null()), raw.call(1)), (-1, 1));
        assert_eq!(serve(&dispatcher, move || raw.pass(null())), -1);
        assert_eq!(serve(&dispatcher, move || raw.call(2)), 2);
        assert_eq!((raw.call(NESTED), raw.call(3)), (-1, 3));
    }
    assert_eq!(kept.fault(), Some(Fault::InvalidArgument));
    assert_eq!(serve(&dispatcher, move || raw.call(PANICS)), -1);
    assert_eq!(kept.fault(), Some(Fault::Panicked));
    let panicked = kept.take_panic().expect("the conversion's");
    assert_eq!(message(&*panicked), "the conversion's own");
    assert_eq!((raw.call(4), serve(&dispatcher, move || raw.call(5))), (-1, -1));
    drop(kept);
    assert_eq!(ear.faults(), [Fault::InvalidArgument, Fault::Reentered, Fault::Panicked]);
}

/// A context that the library makes up is not a fault of a closure, and closes no gate.
#[test]
fn a_context_that_is_made_up_leaves_the_others_alone() {
    let ear = listen("Handed");
    let kept = Handed::new(|&item| item).register::<_, c_int>(accept, removed).unwrap();
    let item = 1;
    // SAFETY: C may pass what never was a context.
    let made_up = unsafe { kept.function()(&raw const item, without_provenance_mut(3)) };
    assert_eq!((made_up, Raw::Pair(kept.function(), kept.context()).call(2)), (-1, 2));
    assert_eq!((kept.fault(), ear.faults()), (None, vec![Fault::Expired]));
}
