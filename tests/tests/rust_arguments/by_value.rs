//! Values that C passes and Rust drops: once, whether the call is admitted or refused. The "C library" is
//! played by Rust.

use std::cell::Cell;
use std::ffi::{c_int, c_void};
use std::ptr::null_mut;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

use callback_runtime::{Dispatcher, Fault, FromC, RawContext, RawFn, callback};
use callback_tests::{
    Drops, KeptAll, Parts, accept, keep, keep_all, listen, message, panic_of, removed,
};

/// A C struct that belongs to the callee.
#[repr(C)]
#[derive(Debug)]
struct Owned<'a>(&'a AtomicUsize);

impl Drop for Owned<'_> {
    fn drop(&mut self) {
        self.0.fetch_add(1, Ordering::SeqCst);
    }
}

/// The same, with a destructor that panics.
#[repr(C)]
#[derive(Debug)]
struct Fragile<'a>(Owned<'a>);

impl Drop for Fragile<'_> {
    fn drop(&mut self) {
        panic!("a fragile thing was dropped");
    }
}

#[callback(extern "C", fallback = -1)]
type Take = dyn FnMut(Owned<'_>) -> c_int;

#[callback(extern "C", fallback = -1)]
type TakeFragile = dyn FnMut(Fragile<'_>) -> c_int;

#[callback(extern "C", fallback = -1)]
type TakeAtOnce = dyn for<'a> Fn(Owned<'a>) -> c_int + Send + Sync;

#[callback(extern "C", fallback = -1)]
type TakeOne = dyn FnOnce(Owned<'_>) -> c_int;

#[callback(extern "C", context = none, fallback = -1)]
type TakeInSlot = dyn for<'a> FnMut(Owned<'a>) -> c_int;

#[callback(extern "C", fallback = -1)]
type TakeThere = dyn FnMut(Owned<'static>) -> c_int;

/// The drops and the result when a call is over.
fn after(call: impl FnOnce(Owned<'_>) -> c_int) -> (usize, c_int) {
    let drops = AtomicUsize::new(0);
    let answer = call(Owned(&drops));
    (drops.into_inner(), answer)
}

#[test]
fn the_closure_gets_it() {
    Take::new(|owned| c_int::try_from(owned.0.load(Ordering::SeqCst)).unwrap())
        // SAFETY: called only during this call.
        .scope(|take, user| assert_eq!(after(|owned| unsafe { take(owned, user) }), (1, 0)));
}

#[test]
fn a_call_without_context_drops_it() {
    let ear = listen("Take");
    // SAFETY: as above.
    Take::new(|_| 0).scope(|take, _| {
        // SAFETY: as above; a null context is refused.
        assert_eq!(after(|owned| unsafe { take(owned, null_mut()) }), (1, -1));
    });
    assert_eq!(ear.faults(), [Fault::InvalidArgument]);
}

#[test]
fn a_call_on_the_wrong_thread_drops_it() {
    let _ear = listen("Take");
    let payload = panic_of(|| {
        Take::new(|_| 0).scope(|take, user| {
            let parts = Parts::new(take, user);
            let there = move || {
                let (take, user) = parts.get();
                // SAFETY: the thread ends before `scope` does.
                after(|owned| unsafe { take(owned, user) })
            };
            assert_eq!(thread::scope(|scope| scope.spawn(there).join().unwrap()), (1, -1));
        });
    });
    assert!(message(&*payload).contains("thread"), "{}", message(&*payload));
}

#[test]
fn a_call_that_panics_when_it_drops_it_returns_the_fallback() {
    let ear = listen("TakeFragile");
    // SAFETY: called only during this call.
    TakeFragile::new(|_| 0).scope(|take, _| {
        // SAFETY: as above; a null context is refused.
        let answer = after(|owned| unsafe { take(Fragile(owned), null_mut()) });
        assert_eq!(answer, (1, -1));
    });
    assert_eq!(ear.faults(), [Fault::InvalidArgument]);
}

#[test]
fn a_second_call_of_a_completion_drops_it() {
    let _ear = listen("TakeOne");
    // Kept until the destroy function runs.
    let kept = TakeOne::new(|_| 0).notified(keep_all).unwrap();
    let (take, user, destroy) = kept;
    // SAFETY: C destroys below.
    assert_eq!(after(|owned| unsafe { take(owned, user) }), (1, 0));
    // SAFETY: as above.
    assert_eq!(after(|owned| unsafe { take(owned, user) }), (1, -1));
    // SAFETY: once, and no call follows.
    unsafe { destroy(user) };
}

#[test]
fn a_second_call_inside_the_only_one_drops_it() {
    type Kept = (RawFn<TakeOne>, RawContext<TakeOne>);

    let _ear = listen("TakeOne");
    let own: std::rc::Rc<Cell<Option<Kept>>> = std::rc::Rc::default();
    let mine = std::rc::Rc::clone(&own);
    let closure = move |_: Owned<'_>| {
        let (take, user) = mine.get().unwrap();
        // SAFETY: the context is alive while its one call is running.
        let (drops, answer) = after(|owned| unsafe { take(owned, user) });
        assert_eq!(drops, 1);
        answer - 1
    };
    let (take, user) = TakeOne::new(closure).once(keep).unwrap();
    own.set(Some((take, user)));
    // SAFETY: the one call.
    assert_eq!(after(|owned| unsafe { take(owned, user) }), (1, -2));
}

#[test]
fn a_call_after_the_end_drops_it() {
    let _ear = listen("Take");
    let late = TakeAtOnce::new(|_| 0).register(accept, removed).unwrap();
    let (take, user) = (late.function(), late.context());
    // SAFETY: C may call at any time.
    assert_eq!(after(|owned| unsafe { take(owned, user) }), (1, 0));
    drop(late);
    // SAFETY: as above.
    assert_eq!(after(|owned| unsafe { take(owned, user) }), (1, -1));

    let late = Take::new(|_| 0).register(accept, removed).unwrap();
    let (take, user) = (late.function(), late.context());
    drop(late);
    // SAFETY: as above.
    assert_eq!(after(|owned| unsafe { take(owned, user) }), (1, -1));
}

#[test]
fn a_call_of_an_empty_slot_drops_it() {
    let _ear = listen("TakeInSlot");
    let slot = TakeInSlot::new(|_| 0).slot().unwrap();
    let take = slot.function();
    // SAFETY: C may call at any time.
    assert_eq!(after(|owned| unsafe { take(owned) }), (1, 0));
    drop(slot);
    // SAFETY: as above.
    assert_eq!(after(|owned| unsafe { take(owned) }), (1, -1));
}

#[test]
fn a_call_that_is_dispatched_drops_it_wherever_it_ends() {
    static DROPS: AtomicUsize = AtomicUsize::new(0);

    let _ear = listen("TakeThere");
    let dispatcher = Dispatcher::new(1);
    let kept = TakeThere::new(|_| 5).dispatch(&dispatcher).register(accept, removed).unwrap();
    let parts = Parts::new(kept.function(), kept.context());
    let call = move || {
        let (take, user) = parts.get();
        // SAFETY: C may call at any time.
        unsafe { take(Owned(&DROPS), user) }
    };
    let caller = thread::spawn(call);
    while !caller.is_finished() {
        dispatcher.run_pending();
        thread::yield_now();
    }
    assert_eq!((caller.join().unwrap(), DROPS.load(Ordering::SeqCst)), (5, 1));
    // No thread takes it out of the queue anymore.
    drop(dispatcher);
    assert_eq!((thread::spawn(call).join().unwrap(), DROPS.load(Ordering::SeqCst)), (-1, 2));
    drop(kept);
    assert_eq!((thread::spawn(call).join().unwrap(), DROPS.load(Ordering::SeqCst)), (-1, 3));
}

/// Values whose ownership the library passes. With the last one, it destroys the callback.
#[repr(C)]
struct Last(c_int);

type Destroyable = KeptAll<TakeLast>;

thread_local! {
    static LIBRARY: Cell<Option<Destroyable>> = const { Cell::new(None) };
}

impl Drop for Last {
    fn drop(&mut self) {
        if self.0 == 2 {
            let (_, user, destroy) = LIBRARY.take().unwrap();
            // SAFETY: once, and no call begins after this.
            unsafe { destroy(user) };
        }
    }
}

#[callback(extern "C", fallback = -1)]
type TakeLast = dyn FnMut(Last) -> c_int;

#[test]
fn an_argument_of_a_refused_call_may_destroy_the_callback() {
    let ear = listen("TakeLast");
    let drops = Drops::new();
    let token = drops.token();
    let kept = TakeLast::new(move |_| {
        token.touch();
        panic!("the closure's own")
    })
    .notified(keep_all)
    .unwrap();
    LIBRARY.set(Some(kept));
    let (take, user, _) = kept;
    // SAFETY: C destroys only in the second call, and does not call after that.
    let answers = [1, 2].map(|item| unsafe { take(Last(item), user) });
    assert_eq!((answers, drops.count()), ([-1, -1], 1));
    assert_eq!(ear.faults(), [Fault::Panicked]);
}

/// A value that C passes ownership of. Its destructor panics if the flag is set.
#[repr(transparent)]
struct Charge(*const (Drops, bool));

impl Drop for Charge {
    fn drop(&mut self) {
        // SAFETY: the counter outlives the call.
        let (drops, explodes) = unsafe { &*self.0 };
        drop(drops.token());
        assert!(!explodes, "a charge");
    }
}

#[callback(extern "C-unwind" fn(_: Charge, context: *mut c_void, (c_int, Charge)) -> c_int, fallback = -1)]
type Ignores = dyn FnMut(Pair) -> c_int;

#[callback(extern "C-unwind" fn(_: Charge, c_int) -> c_int, context = none, fallback = -1)]
type IgnoresInSlot = dyn FnMut(c_int) -> c_int + Send;

#[callback(extern "C-unwind" fn(_: Charge, _number: c_int) -> c_int, fallback = -_number)]
fn ignores() -> c_int {
    panic!("a function that ignores")
}

struct Pair(c_int);

impl FromC<(c_int, Charge)> for Pair {
    unsafe fn from_c(raw: (c_int, Charge)) -> Option<Self> {
        (raw.0 > 0).then_some(Self(raw.0))
    }
}

#[test]
fn what_nothing_takes_is_dropped_once_and_does_not_unwind() {
    let ear = listen("Ignores");
    for explodes in [false, true] {
        let charge = (Drops::new(), explodes);
        let good = (Drops::new(), false);
        let payload = panic_of(|| {
            Ignores::new(|pair| pair.0).scope(|function, user| {
                // SAFETY: the scope lasts, and the counters outlive the calls.
                let call = |number, user| unsafe {
                    function(Charge(&raw const charge), user, number, Charge(&raw const good))
                };
                assert_eq!((call(1, user), charge.0.count(), good.0.count()), (1, 1, 1));
                // Refused, by the conversion and because there is no context.
                assert_eq!((call(0, user), charge.0.count(), good.0.count()), (-1, 2, 2));
                assert_eq!((call(2, null_mut()), charge.0.count(), good.0.count()), (-1, 3, 3));
            });
        });
        assert!(message(&*payload).contains("cannot hold"));
        let slot = IgnoresInSlot::new(|number| number).slot().unwrap();
        let function = slot.function();
        // SAFETY: the counter outlives the call.
        assert_eq!(unsafe { function(Charge(&raw const charge), 5) }, 5);
        drop(slot);
        // SAFETY: as above, and the function answers late calls.
        assert_eq!((unsafe { function(Charge(&raw const charge), 5) }, charge.0.count()), (-1, 5));
        // SAFETY: as above.
        assert_eq!((unsafe { ignores(Charge(&raw const charge), 5) }, charge.0.count()), (-5, 6));
    }
    assert_eq!(ear.count(Fault::InvalidArgument), 4);
}
