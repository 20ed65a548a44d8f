//! A C library that keeps its promises, and one that does not: see `csrc/misbehaving.c`.

use std::cell::Cell;
use std::ffi::{c_int, c_void};
use std::ops::ControlFlow::{self, Break, Continue};
use std::panic::panic_any;
use std::rc::Rc;
use std::sync::{Mutex, PoisonError};

use callback_runtime::{Fault, RawContext, RawDestroy, RawFn, callback};
use callback_tests::{Drops, listen, message, panic_of};

// typedef int (*step_fn)(int item, void *user);
#[callback(extern "C", fallback = -1)]
type Step = dyn FnMut(c_int) -> c_int;

#[callback(extern "C", fallback = -1)]
type StepFn = dyn Fn(c_int) -> c_int;

#[callback(extern "C", fallback = -1)]
type StepOnce = dyn FnOnce(c_int) -> c_int;

#[callback(
    extern "C" fn(c_int, context: *mut c_void) -> c_int,
    continue = 1, break = 0, fallback = 0, matches = RawFn<Step>,
)]
type StepUntil<B> = dyn FnMut(c_int) -> ControlFlow<B>;

type User = RawContext<Step>;
type Destroy = RawDestroy<Step>;

type Library = unsafe extern "C" fn(RawFn<Step>, User, Destroy) -> c_int;

const TAKEN: c_int = 0;

unsafe extern "C" {
    fn run_steps(count: c_int, step: RawFn<Step>, user: User) -> c_int;
    fn run_until(count: c_int, step: RawFn<Step>, user: User) -> c_int;
    fn store(step: RawFn<Step>, user: User, destroy: Destroy) -> c_int;
    fn call_stored(item: c_int) -> c_int;
    fn destroy_stored();
    fn refuse(step: RawFn<Step>, user: User, destroy: Destroy) -> c_int;
    fn refuse_and_destroy(step: RawFn<Step>, user: User, destroy: Destroy) -> c_int;
    fn call_and_refuse(answer: &mut c_int, step: RawFn<Step>, user: User) -> c_int;
    fn call_twice(answers: &mut [c_int; 2], step: RawFn<Step>, user: User) -> c_int;
    fn destroy_twice_and_call(item: c_int) -> c_int;
    fn call_without_user_data(step: RawFn<Step>) -> c_int;
    #[cfg(unix)]
    fn errno_after(before: c_int, step: RawFn<Step>, user: User) -> c_int;
}

/// The library has room for one callback, but tests run at once.
static STORE: Mutex<()> = Mutex::new(());

/// The return codes of the library, as a `Result`.
fn taken(code: c_int) -> Result<(), c_int> {
    if code == TAKEN { Ok(()) } else { Err(code) }
}

#[test]
fn a_sum_over_calls_in_order() {
    let mut seen = Vec::new();
    let sum = Step::new(|item| {
        seen.push(item);
        item * item
    })
    // SAFETY: `run_steps` calls only during this call, on this thread.
    .scope(|step, user| unsafe { run_steps(4, step, user) });
    assert_eq!((sum, seen), (30, vec![1, 2, 3, 4]));
}

#[test]
fn a_break_stops_the_library_and_travels_past_it() {
    let (drops, mut calls) = (Drops::new(), 0);
    let found = StepUntil::new(|item| {
        calls += 1;
        if item == 3 { Break((item, drops.token())) } else { Continue(()) }
    })
    // SAFETY: `run_until` calls only during this call, on this thread.
    .scope(|step, user| unsafe { run_until(10, step, user) });
    let Break((item, token)) = found else { panic!("no break") };
    assert_eq!((item, calls, drops.count()), (3, 3, 0));
    drop(token);
    assert_eq!(drops.count(), 1);
}

#[test]
fn a_panic_is_carried_over_the_library() {
    let ear = listen("Step");
    let (mut calls, mut sum) = (0, 0);
    let payload = panic_of(|| {
        Step::new(|item| {
            calls += 1;
            if item == 2 { panic_any(item) } else { item }
        })
        // SAFETY: `run_steps` calls only during this call, on this thread.
        .scope(|step, user| sum = unsafe { run_steps(4, step, user) });
    });
    assert_eq!(payload.downcast_ref::<c_int>(), Some(&2));
    assert_eq!((calls, sum), (2, 1 - 3), "1, and the fallback three times");
    assert_eq!(ear.faults(), [Fault::Panicked]);
}

#[test]
fn a_callback_that_calls_the_library_is_not_entered_by_it() {
    let ear = listen("Step");
    let (own, mut inner, mut outer) = (Cell::new(None), 0, 0);
    let payload = panic_of(|| {
        Step::new(|_| {
            let (step, user) = own.get().unwrap();
            // SAFETY: C calls re-entrantly, against its promise; the context is alive.
            inner = unsafe { run_steps(2, step, user) };
            10
        })
        .scope(|step, user| {
            own.set(Some((step, user)));
            // SAFETY: `run_steps` calls only during this call, on this thread.
            outer = unsafe { run_steps(2, step, user) };
        });
    });
    assert!(message(&*payload).ends_with("while it was running"));
    assert_eq!((inner, outer), (-2, 10 + 10), "the fallback for each call from inside");
    assert_eq!(ear.faults(), [Fault::Reentered]);
}

#[test]
fn a_fn_may_be_entered_by_the_library_that_it_calls() {
    let ear = listen("StepFn");
    let own = Cell::new(None);
    let sum = StepFn::new(|item| {
        let (step, user) = own.get().unwrap();
        // SAFETY: `run_steps` calls only during this call, on this thread.
        item + unsafe { run_steps(item - 1, step, user) }
    })
    .scope(|step, user| {
        own.set(Some((step, user)));
        // SAFETY: `run_steps` calls only during this call, on this thread.
        unsafe { run_steps(3, step, user) }
    });
    // f(1) = 1, f(2) = 2 + f(1) = 3, f(3) = 3 + f(1) + f(2) = 7
    assert_eq!(sum, 11);
    assert_eq!(ear.faults(), []);
}

#[test]
fn lost_user_data_gets_the_fallback() {
    let ear = listen("Step");
    let mut entered = false;
    let answer = Step::new(|item| {
        entered = true;
        item
    })
    // SAFETY: the trampoline checks for null.
    .scope(|step, _| unsafe { call_without_user_data(step) });
    assert_eq!((answer, entered), (-1, false));
    assert_eq!(ear.faults(), [Fault::InvalidArgument]);
}

#[test]
fn a_stored_callback_is_called_late_and_destroyed() {
    let _store = STORE.lock().unwrap_or_else(PoisonError::into_inner);
    let drops = Drops::new();
    let (token, mut total) = (drops.token(), 0);
    let stored = Step::new(move |item| {
        token.touch();
        total += item;
        total
    })
    // SAFETY: the library destroys it once, after its last call, and on this thread.
    .notified(|step, user, destroy| taken(unsafe { store(step, user, destroy) }));
    assert_eq!(stored, Ok(()));
    // SAFETY: a callback is stored.
    assert_eq!([5, 6].map(|item| unsafe { call_stored(item) }), [5, 11]);
    assert_eq!(drops.count(), 0);
    // SAFETY: a callback is stored.
    unsafe { destroy_stored() };
    assert_eq!(drops.count(), 1);
}

#[test]
fn a_callback_that_destroys_itself_outlives_its_call() {
    let _store = STORE.lock().unwrap_or_else(PoisonError::into_inner);
    let ear = listen("Step");
    let drops = Rc::new(Drops::new());
    let (token, seen) = (drops.token(), Rc::clone(&drops));
    let stored = Step::new(move |item| {
        // SAFETY: this callback is stored, and destroyed once.
        unsafe { destroy_stored() };
        token.touch();
        item + c_int::try_from(seen.count()).unwrap()
    })
    // SAFETY: as in the test above.
    .notified(|step, user, destroy| taken(unsafe { store(step, user, destroy) }));
    assert_eq!(stored, Ok(()));
    // SAFETY: a callback is stored.
    assert_eq!((unsafe { call_stored(7) }, drops.count()), (7, 1));
    assert_eq!(ear.faults(), []);
}

#[test]
fn destroyed_twice_and_called_from_inside_itself() {
    let _store = STORE.lock().unwrap_or_else(PoisonError::into_inner);
    let ear = listen("StepFn");
    let drops = Drops::new();
    let token = drops.token();
    let stored = StepFn::new(move |item| {
        token.touch();
        // SAFETY: against C's promise; the running call keeps the context alive.
        item + unsafe { destroy_twice_and_call(item) }
    })
    // SAFETY: as in the tests above.
    .notified(|step, user, destroy| taken(unsafe { store(step, user, destroy) }));
    assert_eq!(stored, Ok(()));
    // SAFETY: a callback is stored.
    assert_eq!((unsafe { call_stored(7) }, drops.count()), (6, 1));
    // The second destruction has no closure to report a fault to, but the call after it has.
    assert_eq!(ear.faults(), [Fault::Expired, Fault::Expired]);
}

#[test]
fn a_refusal_drops_the_closure_whether_or_not_it_was_destroyed() {
    let ear = listen("Step");
    let drops = Drops::new();
    for (times, library) in [(1, refuse as Library), (2, refuse_and_destroy)] {
        let token = drops.token();
        let refused = Step::new(move |item| {
            token.touch();
            item
        })
        // SAFETY: the library destroys it at most once, and does not call.
        .notified(|step, user, destroy| taken(unsafe { library(step, user, destroy) }));
        assert_eq!((refused, drops.count()), (Err(1), times));
    }
    assert_eq!(ear.faults(), []);
}

#[test]
fn a_once_that_was_called_and_then_refused_is_dropped_once() {
    let ear = listen("StepOnce");
    let (drops, mut answer) = (Drops::new(), 0);
    let token = drops.token();
    let refused = StepOnce::new(move |item| {
        drop(token);
        item + 8
    })
    // SAFETY: the library calls once.
    .once(|step, user| taken(unsafe { call_and_refuse(&mut answer, step, user) }));
    assert_eq!((refused, answer, drops.count()), (Err(1), 9, 1));
    assert_eq!(ear.faults(), []);
}

#[test]
fn a_once_that_is_called_twice_is_entered_once() {
    let ear = listen("StepOnce");
    let (drops, mut answers) = (Drops::new(), [0; 2]);
    let token = drops.token();
    let handed = StepOnce::new(move |item| {
        drop(token);
        item + 8
    })
    // SAFETY: twice, against its promise; the hand-over keeps the context alive.
    .once(|step, user| taken(unsafe { call_twice(&mut answers, step, user) }));
    assert_eq!((handed, answers, drops.count()), (Ok(()), [9, -1], 1));
    assert_eq!(ear.faults(), [Fault::Expired]);
}

#[cfg(unix)]
#[test]
fn errno_is_the_closures_to_set_and_stays_as_it_was_otherwise() {
    // SAFETY: `errno_after` calls only during this call, on this thread.
    let kept = Step::new(|item| item).scope(|step, user| unsafe { errno_after(33, step, user) });
    assert_eq!(kept, 33);
    let set = Step::new(|item| {
        std::io::Error::last_os_error().raw_os_error().map_or(item, |errno| {
            set_errno(errno + 1);
            item
        })
    })
    // SAFETY: as above.
    .scope(|step, user| unsafe { errno_after(33, step, user) });
    assert_eq!(set, 34);
}

/// Sets `errno`, as a closure does to report why it failed.
#[cfg(unix)]
fn set_errno(value: c_int) {
    // SAFETY: the function has no precondition.
    #[cfg(any(target_os = "linux", target_os = "emscripten"))]
    let errno = unsafe { libc::__errno_location() };
    // SAFETY: the function has no precondition.
    #[cfg(any(target_os = "macos", target_os = "ios", target_os = "freebsd"))]
    let errno = unsafe { libc::__error() };
    // SAFETY: the pointer is to this thread's `errno`.
    unsafe { *errno = value };
}
