//! Registrations with a C library whose threads call all the time, in time or late: see
//! `csrc/registered_threads.c`.

use std::cell::RefCell;
use std::ffi::{c_int, c_long, c_void};
use std::mem::ManuallyDrop;
use std::rc::Rc;
use std::sync::{Arc, Mutex};

use callback_runtime::{Fault, Registration, callback};
use callback_tests::{Crowd, Event, SetCrowd, Tally, UnsetCrowd, Watch, listen, rounds, taken};

// typedef int (*event_fn)(int item, void *user);
#[callback(extern "C", fallback = -1)]
type Tick = dyn FnMut(c_int) -> c_int;

#[callback(extern "C", fallback = -1)]
type Spark = dyn FnMut(c_int) -> c_int + Send;

#[callback(extern "C", fallback = -1)]
type Flash = dyn Fn(c_int) -> c_int + Send + Sync;

type Kept<C> = Registration<'static, C, c_int>;

unsafe extern "C" {
    safe fn crowd_new(size: c_int) -> Crowd;
    fn crowd_end(crowd: Crowd) -> Tally;
    fn crowd_wait(crowd: Crowd, calls: c_long);
    fn crowd_set(crowd: Crowd, event: Event, user: *mut c_void) -> c_int;
    fn crowd_set_and_fail(crowd: Crowd, event: Event, user: *mut c_void) -> c_int;
    fn crowd_unset(crowd: Crowd) -> c_int;
    fn crowd_unset_and_wait(crowd: Crowd) -> c_int;
    fn crowd_call_and_unset(crowd: Crowd) -> c_int;
    fn crowd_forget(crowd: Crowd) -> c_int;
    fn crowd_keep(crowd: Crowd) -> c_int;
}

/// The number of threads that call.
const THREADS: c_int = 3;

fn wait(crowd: Crowd, calls: c_long) {
    // SAFETY: a callback is set, and no test unsets it without waiting.
    unsafe { crowd_wait(crowd, calls) };
}

fn set_callback(crowd: Crowd, set: SetCrowd, event: Event, user: *mut c_void) -> Result<(), c_int> {
    // SAFETY: the library is alive, and may call the callback at any time.
    taken(unsafe { set(crowd, event, user) })
}

fn unset_callback(crowd: Crowd, unset: UnsetCrowd) -> Result<(), c_int> {
    // SAFETY: the library is alive.
    taken(unsafe { unset(crowd) })
}

/// The library of one test, which also stops if the test fails.
struct Threads(Crowd);

impl Threads {
    fn new() -> Self {
        Self(crowd_new(THREADS))
    }

    fn end(self) -> Tally {
        let crowd = ManuallyDrop::new(self).0;
        // SAFETY: nobody uses the library after this.
        unsafe { crowd_end(crowd) }
    }
}

impl Drop for Threads {
    fn drop(&mut self) {
        // SAFETY: as above.
        unsafe { crowd_end(self.0) };
    }
}

/// How often a callback is registered and unregistered.
fn watches() -> Vec<Watch> {
    (0..rounds(200)).map(|_| Watch::new()).collect()
}

fn flash(
    crowd: Crowd,
    watch: &Watch,
    set: SetCrowd,
    unset: UnsetCrowd,
) -> Result<Kept<Flash>, c_int> {
    let inside = watch.inside();
    Flash::new(move |item| inside.call(|| item)).register(
        move |flash, user| set_callback(crowd, set, flash, user),
        move |_, _, ()| unset_callback(crowd, unset),
    )
}

/// Registers and unregisters while the threads are calling. Returns how often `unset` failed.
fn take_turns(unset: UnsetCrowd) -> usize {
    let ear = listen("Flash");
    let (threads, watches) = (Threads::new(), watches());
    let crowd = threads.0;
    for watch in &watches {
        let flash = flash(crowd, watch, crowd_set, unset).unwrap();
        while watch.entered() == 0 {
            wait(crowd, 1);
        }
        assert_eq!(flash.fault(), None);
        drop(flash);
        watch.end();
    }
    let tally = threads.end();
    assert_eq!(tally, Tally::expected(&watches, ear.count(Fault::Expired)));
    ear.count(Fault::StillRegistered)
}

#[test]
fn events_that_are_on_their_way_are_answered_or_refused() {
    assert_eq!(take_turns(crowd_unset), 0);
}

#[test]
fn unset_may_block_until_all_callbacks_have_returned() {
    assert_eq!(take_turns(crowd_unset_and_wait), 0);
}

#[test]
fn unset_may_call_on_another_thread_and_wait_for_that() {
    assert_eq!(take_turns(crowd_call_and_unset), 0);
}

#[test]
fn a_library_that_forgets_to_let_go_may_call_all_the_time() {
    assert_eq!(take_turns(crowd_forget), 0);
}

#[test]
fn a_library_that_does_not_let_go_may_call_all_the_time() {
    assert_eq!(take_turns(crowd_keep), rounds(200));
}

#[test]
fn much_later_calls_find_nothing() {
    let ear = listen("Flash");
    let (threads, watch) = (Threads::new(), Watch::new());
    let crowd = threads.0;
    drop(flash(crowd, &watch, crowd_set, crowd_forget).unwrap());
    watch.end();
    // Other callbacks have been in its place meanwhile.
    for _ in 0..rounds(200) {
        let other: Kept<Spark> = Spark::new(|item| item)
            .register(callback_tests::accept, callback_tests::removed)
            .unwrap();
        drop(other);
    }
    wait(crowd, 1000);
    assert_eq!(threads.end(), Tally::expected([&watch], ear.count(Fault::Expired)));
}

#[test]
fn a_library_that_refuses_may_be_calling_on_its_threads() {
    let ear = listen("Flash");
    let (threads, watches) = (Threads::new(), watches());
    let crowd = threads.0;
    for watch in &watches {
        let refused = flash(crowd, watch, crowd_set_and_fail, crowd_forget);
        assert_eq!(refused.err(), Some(1));
        watch.end();
    }
    assert_eq!(threads.end(), Tally::expected(&watches, ear.count(Fault::Expired)));
}

#[test]
fn a_closure_comes_back_from_a_library_that_refuses_it_and_calls() {
    let ear = listen("Flash");
    let (threads, watches) = (Threads::new(), watches());
    let crowd = threads.0;
    for watch in &watches {
        let inside = watch.inside();
        let refused = Flash::new(move |item| inside.call(|| item))
            .try_register(
                |flash, user| set_callback(crowd, crowd_set_and_fail, flash, user),
                |_, _, ()| unreachable!("it was never set"),
            )
            .unwrap_err();
        let closure = refused.closure;
        assert_eq!((refused.error, watch.dropped()), (1, 0));
        drop(closure);
        watch.end();
    }
    assert_eq!(threads.end(), Tally::expected(&watches, ear.count(Fault::Expired)));
}

#[test]
fn a_callback_unregisters_itself_while_other_threads_are_inside() {
    let ear = listen("Flash");
    let (threads, watches) = (Threads::new(), watches());
    let crowd = threads.0;
    for watch in &watches {
        let place = Arc::new(Mutex::new(None::<Kept<Flash>>));
        let (inside, own) = (watch.inside(), Arc::clone(&place));
        let flash = Flash::new(move |item| {
            inside.call(|| {
                let own = own.lock().unwrap().take();
                drop(own);
                item
            })
        })
        .register(
            move |flash, user| set_callback(crowd, crowd_set, flash, user),
            move |_, _, ()| unset_callback(crowd, crowd_forget),
        )
        .unwrap();
        *place.lock().unwrap() = Some(flash);
        // No thread has called meanwhile, or one has found no callback.
        while watch.dropped() == 0 {
            wait(crowd, 1);
        }
    }
    assert_eq!(threads.end(), Tally::expected(&watches, ear.count(Fault::Expired)));
}

#[test]
fn calls_of_an_exclusive_closure_overlap_and_are_refused() {
    let ear = listen("Spark");
    let (threads, watches) = (Threads::new(), watches());
    let crowd = threads.0;
    for watch in &watches {
        let (inside, mut calls) = (watch.inside(), 0);
        let spark: Kept<Spark> = Spark::new(move |item| {
            inside.call(|| {
                calls += 1;
                assert!(calls > 0);
                item
            })
        })
        .register(
            move |spark, user| set_callback(crowd, crowd_set, spark, user),
            move |_, _, ()| unset_callback(crowd, crowd_forget),
        )
        .unwrap();
        while watch.entered() == 0 {
            wait(crowd, 1);
        }
        drop(spark);
        watch.end();
    }
    // A poisoned callback refuses without a report, so only the answers can be counted.
    let (tally, expected) = (threads.end(), Tally::expected(&watches, 0));
    assert_eq!((tally.answered(), tally.is_right()), (expected.answered(), true));
    assert_eq!(ear.count(Fault::Panicked), 0);
}

/// A closure that is not `Send`, so only its owner gets answers. It makes the threads call, drops its
/// registration, and makes them call again. Returns what calls it.
fn tick(crowd: Crowd, watch: &Watch) -> impl Fn() -> c_int {
    let place = Rc::new(RefCell::new(None));
    let (inside, own) = (watch.inside(), Rc::clone(&place));
    let tick: Kept<Tick> = Tick::new(move |item| {
        inside.call(|| {
            let own: Kept<Tick> = own.take().unwrap();
            set_callback(crowd, crowd_set, own.function(), own.context()).unwrap();
            wait(crowd, 20);
            drop(own);
            wait(crowd, 20);
            item
        })
    })
    .register(|_, _| Ok(()), move |_, _, ()| unset_callback(crowd, crowd_forget))
    .unwrap();
    let (function, user) = (tick.function(), tick.context());
    *place.borrow_mut() = Some(tick);
    // SAFETY: C may call at any time.
    move || unsafe { function(1, user) }
}

#[test]
fn a_closure_that_is_not_send_unregisters_itself_while_other_threads_call() {
    let ear = listen("Tick");
    let (threads, watches) = (Threads::new(), watches());
    let crowd = threads.0;
    for watch in &watches {
        let call = tick(crowd, watch);
        assert_eq!(call(), 1);
        watch.end();
        assert_eq!(call(), -1);
    }
    let (tally, entered) = (threads.end(), watches.iter().map(Watch::entered).sum::<usize>());
    assert_eq!((tally.answered(), tally.is_right(), entered), (0, true, watches.len()));
    assert!(ear.leaks().iter().all(|&leaked| !leaked));
}

#[test]
fn a_closure_that_is_not_send_is_dropped_by_its_owner_while_other_threads_call() {
    let ear = listen("Tick");
    let (threads, watches) = (Threads::new(), watches());
    let crowd = threads.0;
    for watch in &watches {
        let inside = watch.inside();
        let tick: Kept<Tick> = Tick::new(move |item| inside.call(|| item))
            .register(
                move |tick, user| set_callback(crowd, crowd_set, tick, user),
                move |_, _, ()| unset_callback(crowd, crowd_forget),
            )
            .unwrap();
        wait(crowd, 20);
        drop(tick);
        watch.end();
    }
    let (tally, entered) = (threads.end(), watches.iter().map(Watch::entered).sum::<usize>());
    assert_eq!((tally.answered(), tally.is_right(), entered), (0, true, 0));
    assert!(ear.leaks().iter().all(|&leaked| !leaked));
}
