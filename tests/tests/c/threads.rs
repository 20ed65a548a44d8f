//! Calls from threads that C has started: see `csrc/threads.c`.

use std::cell::Cell;
use std::ffi::c_int;
use std::sync::atomic::{AtomicI32, Ordering};
use std::sync::{Arc, Barrier};

use callback_runtime::{Fault, RawContext, RawDestroy, RawFn, callback};
use callback_tests::{Drops, keep, keep_all, keep_reachable, listen, message, panic_of};

// typedef int (*step_fn)(int item, void *user);
#[callback(extern "C", fallback = -1)]
type Step = dyn FnMut(c_int) -> c_int;

#[callback(extern "C", fallback = -1)]
type StepSend = dyn FnMut(c_int) -> c_int + Send;

#[callback(extern "C", fallback = -1)]
type StepSync = dyn Fn(c_int) -> c_int + Send + Sync;

#[callback(extern "C", fallback = -1)]
type StepOnce = dyn FnOnce(c_int) -> c_int;

#[callback(extern "C", fallback = -1)]
type StepOnceSend = dyn FnOnce(c_int) -> c_int + Send;

unsafe extern "C" {
    fn call_on_thread(item: c_int, step: RawFn<Step>, user: RawContext<Step>) -> c_int;
    fn destroy_on_thread(destroy: RawDestroy<Step>, user: RawContext<Step>) -> c_int;
    fn call_on_two_threads(count: c_int, step: RawFn<Step>, user: RawContext<Step>) -> c_int;
}

#[test]
fn a_closure_of_this_thread_is_not_entered_on_another() {
    let ear = listen("Step");
    let (entered, mut answers) = (Cell::new(0), [0; 2]);
    let payload = panic_of(|| {
        Step::new(|item| {
            entered.set(entered.get() + 1);
            item
        })
        .scope(|step, user| {
            // SAFETY: this is against C's promise, and the trampoline notices. The thread ends in the call.
            let there = unsafe { call_on_thread(1, step, user) };
            // SAFETY: the parts are alive until `scope` returns.
            answers = [there, unsafe { step(1, user) }];
        });
    });
    assert!(message(&*payload).ends_with("on a thread that does not own it"));
    assert_eq!((answers, entered.get()), ([-1, 1], 1));
    assert_eq!(ear.faults(), [Fault::WrongThread]);
}

#[test]
fn a_closure_that_is_send_is_entered_on_any_thread() {
    let ear = listen("StepSend");
    let mut total = 0;
    let answers = StepSend::new(|item| {
        total += item;
        total
    })
    // SAFETY: each thread ends in its call.
    .scope(|step, user| [1, 2, 3].map(|item| unsafe { call_on_thread(item, step, user) }));
    assert_eq!((answers, total), ([1, 3, 6], 6));
    assert_eq!(ear.faults(), []);
}

#[test]
fn a_closure_that_is_sync_is_entered_on_two_threads_at_once() {
    let ear = listen("StepSync");
    let (both, total) = (Barrier::new(2), AtomicI32::new(0));
    let sum = StepSync::new(|item| {
        // Only two calls that are inside at once get past this.
        both.wait();
        total.fetch_add(item, Ordering::Relaxed);
        item
    })
    // SAFETY: the threads end in the call.
    .scope(|step, user| unsafe { call_on_two_threads(100, step, user) });
    assert_eq!((sum, total.into_inner()), (10100, 10100));
    assert_eq!(ear.faults(), []);
}

#[test]
fn a_once_that_is_send_runs_and_is_dropped_on_the_thread_of_the_library() {
    let drops = Drops::new();
    let token = drops.token();
    let here = std::thread::current().id();
    let (step, user) = StepOnceSend::new(move |item| {
        drop(token);
        assert_ne!(std::thread::current().id(), here);
        item + 1
    })
    .once(keep)
    .unwrap();
    // SAFETY: the one call.
    assert_eq!(unsafe { call_on_thread(1, step, user) }, 2);
    assert_eq!(drops.count(), 1);
}

#[test]
fn a_once_on_the_wrong_thread_is_leaked_and_that_is_said() {
    let ear = listen("StepOnce");
    let drops = Drops::new();
    let token = drops.token();
    let (step, user) = StepOnce::new(move |item| {
        drop(token);
        item
    })
    .once(keep)
    .unwrap();
    keep_reachable(user);
    // SAFETY: this is against C's promise, and the trampoline notices.
    assert_eq!(unsafe { call_on_thread(1, step, user) }, -1);
    assert_eq!(drops.count(), 0);
    assert_eq!((ear.faults(), ear.leaks()), (vec![Fault::WrongThread], vec![true]));
}

#[test]
fn destroyed_on_the_wrong_thread_a_closure_is_leaked_and_that_is_said() {
    let ear = listen("Step");
    let drops = Drops::new();
    let token = drops.token();
    let (_, user, destroy) = Step::new(move |item| {
        token.touch();
        item
    })
    .notified(keep_all)
    .unwrap();
    // SAFETY: this is against C's promise, and the destroy function notices.
    assert_eq!(unsafe { destroy_on_thread(destroy, user) }, 0);
    assert_eq!(drops.count(), 0);
    assert_eq!((ear.faults(), ear.leaks()), (vec![Fault::WrongThread], vec![true]));
    // SAFETY: nothing was freed, and this thread is the owner.
    unsafe { destroy(user) };
    assert_eq!(drops.count(), 1);
}

#[test]
fn destroyed_on_another_thread_while_it_runs_a_closure_outlives_its_call() {
    let ear = listen("StepSync");
    let drops = Arc::new(Drops::new());
    let (token, seen) = (drops.token(), Arc::clone(&drops));
    let own = Arc::new(std::sync::Mutex::new(None));
    let inner = Arc::clone(&own);
    let (step, user, destroy) = StepSync::new(move |item| {
        let parts: callback_tests::Parts<RawDestroy<Step>, _> = inner.lock().unwrap().unwrap();
        let (destroy, user) = parts.get();
        // SAFETY: once, and no call follows.
        assert_eq!(unsafe { destroy_on_thread(destroy, user) }, 0);
        token.touch();
        item + c_int::try_from(seen.count()).unwrap()
    })
    .notified(keep_all)
    .unwrap();
    *own.lock().unwrap() = Some(callback_tests::Parts::new(destroy, user));
    // SAFETY: C has not destroyed it.
    assert_eq!(unsafe { step(3, user) }, 3);
    assert_eq!(drops.count(), 1);
    assert_eq!(ear.faults(), []);
}
