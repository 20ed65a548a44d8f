//! A fault that is no panic refuses one call: the next good one enters the closure, whatever its kind and
//! its lifetime. The "C library" is played by Rust.

use std::convert::Infallible;
use std::ffi::{c_int, c_void};
use std::pin::pin;
use std::ptr::{null, without_provenance_mut};
use std::sync::{Arc, Mutex};
use std::thread;

use callback_runtime::{Dispatcher, Fault, FromC, callback};
use callback_tests::{
    Drops, Ear, accept, keep, keep_all, keep_reachable, listen, message, panic_of,
};

/// C calls the closure from inside itself.
const NESTED: c_int = 100;
/// C calls it on another thread meanwhile.
const OVERLAPPING: c_int = 101;
const PANICS: c_int = 102;

/// A library's way to a callback, which it uses on whatever thread.
#[derive(Clone, Copy)]
enum Raw {
    Pair(unsafe extern "C" fn(*const c_int, *mut c_void) -> c_int, *mut c_void),
    Alone(unsafe extern "C" fn(*const c_int) -> c_int),
}

// SAFETY: a call on a wrong thread is what these tests are about.
unsafe impl Send for Raw {}

impl Raw {
    fn pass(self, item: *const c_int) -> c_int {
        match self {
            // SAFETY: the parts are alive; the rest is against C's promise, which the trampoline sees.
            Self::Pair(function, user) => unsafe { function(item, user) },
            // SAFETY: as above.
            Self::Alone(function) => unsafe { function(item) },
        }
    }

    fn call(self, item: c_int) -> c_int {
        self.pass(&raw const item)
    }

    fn call_elsewhere(self, item: c_int) -> c_int {
        thread::spawn(move || self.call(item)).join().unwrap()
    }
}

/// Where the closure finds its own raw parts.
type Own = Arc<Mutex<Option<Raw>>>;

fn closure(own: &Own) -> impl Fn(&c_int) -> c_int + Send + Sync + 'static + use<> {
    let own = Arc::clone(own);
    move |&item| match item {
        NESTED => {
            let raw = own.lock().unwrap().unwrap();
            raw.call(6)
        }
        OVERLAPPING => {
            let raw = own.lock().unwrap().unwrap();
            raw.call_elsewhere(7)
        }
        PANICS => panic!("the closure's own"),
        _ => item,
    }
}

/// What a declaration makes of calls that are not in order.
#[derive(Clone, Copy)]
struct Contract {
    exclusive: bool,
    bound: bool,
}

/// Each fault, and a good call after it; the faults that there were.
fn misuse(own: &Own, raw: Raw, Contract { exclusive, bound }: Contract) -> Vec<Fault> {
    *own.lock().unwrap() = Some(raw);
    let mut faults = Vec::new();
    let mut expect = |fault: Option<Fault>, answer: c_int| {
        let Some(fault) = fault else { return answer };
        if !faults.contains(&fault) {
            faults.push(fault);
        }
        -1
    };
    let reentered = exclusive.then_some(Fault::Reentered);
    let wrong_thread = bound.then_some(Fault::WrongThread);
    for round in 0..2 {
        assert_eq!(raw.call(1), 1, "round {round}");
        assert_eq!(raw.call(NESTED), expect(reentered, 6));
        assert_eq!(raw.call(2), 2, "after a call from inside");
        assert_eq!(raw.pass(null()), expect(Some(Fault::InvalidArgument), 0));
        assert_eq!(raw.call(3), 3, "after a bad argument");
        assert_eq!(raw.call_elsewhere(8), expect(wrong_thread, 8));
        assert_eq!(raw.call(4), 4, "after a call on another thread");
        assert_eq!(raw.call(OVERLAPPING), expect(wrong_thread.or(reentered), 7));
        assert_eq!(raw.call(5), 5, "after two calls at once");
    }
    faults
}

/// A panic, after which the closure is not entered.
fn poison(raw: Raw) {
    assert_eq!(raw.call(PANICS), -1);
    for _ in 0..2 {
        assert_eq!(raw.call(1), -1);
        assert_eq!(raw.pass(null()), -1);
        assert_eq!(raw.call_elsewhere(1), -1);
    }
}

/// The hook has heard of these, and then of the panic.
fn heard(ear: &Ear, mut faults: Vec<Fault>) {
    faults.push(Fault::Panicked);
    assert_eq!(ear.faults(), faults);
}

macro_rules! recovers {
    ($($test:ident: $name:ident, $slot:ident, [$($closure:tt)*], $contract:expr;)*) => {$(
        mod $test {
            use super::*;

            #[callback(extern "C", fallback = -1)]
            type $name = dyn $($closure)*;

            #[callback(extern "C", context = none, slots = 2, fallback = -1)]
            type $slot = dyn $($closure)*;

            const NAME: &str = stringify!($name);

            #[test]
            fn in_a_scope() {
                let ear = listen(NAME);
                let (own, mut faults) = (Own::default(), Vec::new());
                let payload = panic_of(|| {
                    $name::new(closure(&own)).scope(|function, user| {
                        faults = misuse(&own, Raw::Pair(function, user), $contract);
                    });
                });
                assert!(message(&*payload).ends_with(&faults[0].to_string()));
                assert_eq!(ear.faults(), faults);
                let payload = panic_of(|| {
                    $name::new(closure(&own)).scope(|function, user| {
                        faults.extend(misuse(&own, Raw::Pair(function, user), $contract));
                        poison(Raw::Pair(function, user));
                    });
                });
                assert_eq!(message(&*payload), "the closure's own");
                heard(&ear, faults);
            }

            #[test]
            fn pinned() {
                let ear = listen(NAME);
                let own = Own::default();
                let mut context = pin!($name::new(closure(&own)));
                let bound = context.as_mut().bind();
                let faults = misuse(&own, Raw::Pair(bound.function(), bound.context()), $contract);
                assert_eq!(bound.fault(), Some(faults[0]));
                let payload = panic_of(|| bound.finish(()));
                assert!(message(&*payload).ends_with(&faults[0].to_string()));
                let bound = context.bind();
                let raw = Raw::Pair(bound.function(), bound.context());
                assert_eq!(misuse(&own, raw, $contract), faults, "and the hook hears of none again");
                assert_eq!(ear.faults(), faults);
                poison(raw);
                assert_eq!(bound.fault(), Some(Fault::Panicked));
                heard(&ear, faults);
            }

            #[test]
            fn notified() {
                let ear = listen(NAME);
                let (own, drops) = (Own::default(), Drops::new());
                let (token, inner) = (drops.token(), closure(&own));
                let context = $name::new(move |item| {
                    token.touch();
                    inner(item)
                });
                let (function, user, destroy) = context.notified(keep_all).unwrap();
                let raw = Raw::Pair(function, user);
                let faults = misuse(&own, raw, $contract);
                poison(raw);
                heard(&ear, faults);
                assert_eq!(drops.count(), 0);
                // SAFETY: no call follows.
                unsafe { destroy(user) };
                assert_eq!(drops.count(), 1);
            }

            #[test]
            fn registered() {
                let ear = listen(NAME);
                let own = Own::default();
                let kept = $name::new(closure(&own)).register::<c_int>(accept, accept).unwrap();
                let raw = Raw::Pair(kept.function(), kept.context());
                let faults = misuse(&own, raw, $contract);
                assert_eq!(kept.fault(), Some(faults[0]));
                assert!(kept.take_panic().is_none());
                poison(raw);
                assert_eq!(kept.fault(), Some(Fault::Panicked));
                assert!(kept.take_panic().is_some());
                drop(kept);
                heard(&ear, faults);
            }

            #[test]
            fn for_ever() {
                let ear = listen(NAME);
                let own = Own::default();
                let (function, user) = $name::new(closure(&own)).forever();
                keep_reachable(user);
                let raw = Raw::Pair(function, user);
                let faults = misuse(&own, raw, $contract);
                poison(raw);
                heard(&ear, faults);
            }

            #[test]
            fn in_a_slot() {
                let ear = listen(stringify!($slot));
                let own = Own::default();
                let slot = $slot::new(closure(&own)).slot().unwrap();
                let raw = Raw::Alone(slot.function());
                let faults = misuse(&own, raw, $contract);
                assert_eq!(slot.fault(), Some(faults[0]));
                poison(raw);
                assert_eq!(slot.fault(), Some(Fault::Panicked));
                drop(slot);
                heard(&ear, faults);
            }

            #[test]
            fn in_the_scope_of_a_slot() {
                let ear = listen(stringify!($slot));
                let (own, mut faults) = (Own::default(), Vec::new());
                let payload = panic_of(|| {
                    $slot::new(closure(&own))
                        .scope(|function| faults = misuse(&own, Raw::Alone(function), $contract));
                });
                assert!(message(&*payload).ends_with(&faults[0].to_string()));
                assert_eq!(ear.faults(), faults);
            }
        }
    )*};
}

recovers! {
    exclusive: Exclusive, ExclusiveSlot, [FnMut(&c_int) -> c_int],
        Contract { exclusive: true, bound: true };
    exclusive_on_any_thread: ExclusiveSend, ExclusiveSendSlot, [FnMut(&c_int) -> c_int + Send],
        Contract { exclusive: true, bound: false };
    shared: Shared, SharedSlot, [Fn(&c_int) -> c_int],
        Contract { exclusive: false, bound: true };
    shared_on_any_thread: SharedSync, SharedSyncSlot, [Fn(&c_int) -> c_int + Send + Sync],
        Contract { exclusive: false, bound: false };
}

#[callback(extern "C", fallback = -1)]
type Single = dyn FnOnce(&c_int) -> c_int;

#[callback(extern "C", fallback = -1)]
type SingleSend = dyn FnOnce(&c_int) -> c_int + Send;

#[callback(extern "C", context = none, slots = 2, fallback = -1)]
type SingleSlot = dyn FnOnce(&c_int) -> c_int;

/// A call on another thread is not the one call.
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

/// A closure that could be called again is in `once` called once: a call too many, during the hand-over,
/// leaves the gate as it was.
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
    // Were the gate not left, the third would be `Reentered`.
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

/// Has the calls of another thread come to the closure on this one, until it has ended.
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
        .register::<c_int>(accept, accept)
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

/// A context that the library makes up is nobody's fault, and closes nobody's gate.
#[test]
fn a_context_that_is_made_up_leaves_the_others_alone() {
    let ear = listen("Handed");
    let kept = Handed::new(|&item| item).register::<c_int>(accept, accept).unwrap();
    let item = 1;
    // SAFETY: what was never a context is fine.
    let made_up = unsafe { kept.function()(&raw const item, without_provenance_mut(3)) };
    assert_eq!((made_up, Raw::Pair(kept.function(), kept.context()).call(2)), (-1, 2));
    assert_eq!((kept.fault(), ear.faults()), (None, vec![Fault::Expired]));
}
