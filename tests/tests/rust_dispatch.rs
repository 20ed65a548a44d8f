//! Calls on foreign threads that run on the closure's own. The "C library" is played by Rust, which
//! calls from threads.

use std::cell::{Cell, RefCell};
use std::ffi::{c_int, c_void};
use std::ops::ControlFlow;
use std::rc::Rc;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::mpsc::{Receiver, channel};
use std::thread::{self, JoinHandle, ThreadId};
use std::time::{Duration, Instant};

use callback_runtime::{
    Dispatcher, Fault, FromC, RawContext, RawFn, Registration, WhenFull, callback,
};
use callback_tests::{Drops, Parts, Token, accept, listen, message, panic_of};

#[callback(extern "C")]
type OnEvent = dyn FnMut(c_int);

#[callback(extern "C", fallback = -1)]
type Ask = dyn FnMut(c_int) -> c_int;

#[callback(extern "C", fallback = -1)]
type AskShared = dyn Fn(c_int) -> c_int;

#[callback(extern "C" fn(*const Letter, context: *mut c_void))]
type OnPost = dyn FnMut(Parcel);

#[callback(extern "C" fn(*const Letter, context: *mut c_void) -> c_int, fallback = -1)]
type Weigh = dyn FnMut(Parcel) -> c_int;

#[callback(
    extern "C" fn(c_int, context: *mut c_void) -> c_int,
    continue = 0, break = 1, fallback = -1,
)]
type Look<B> = dyn FnMut(c_int) -> ControlFlow<B>;

/// What C passes by pointer, and what goes for the length of the call.
struct Letter {
    item: c_int,
    drops: Arc<Drops>,
}

/// What a closure gets of it.
struct Parcel {
    item: c_int,
    made_on: ThreadId,
    _token: Token,
}

/// The letter that cannot be made a parcel of.
const TORN: c_int = c_int::MIN;

impl FromC<*const Letter> for Parcel {
    unsafe fn from_c(raw: *const Letter) -> Option<Self> {
        // SAFETY: null, or valid for the call (the caller's promise).
        let letter = unsafe { raw.as_ref() }?;
        assert_ne!(letter.item, TORN, "the letter is torn");
        let made_on = thread::current().id();
        Some(Self { item: letter.item, made_on, _token: letter.drops.token() })
    }
}

type Kept<C> = Registration<C, c_int>;
type Raw<C> = Parts<RawFn<C>, RawContext<C>>;

/// Long enough for another thread to begin to wait. Where it does not, a test shows less.
const A_WHILE: Duration = Duration::from_millis(30);

macro_rules! parts {
    ($registration:expr) => {
        Parts::new($registration.function(), $registration.context())
    };
}

macro_rules! call {
    ($parts:expr, $argument:expr) => {{
        let (function, user) = $parts.get();
        // SAFETY: C may call at any time.
        unsafe { function($argument, user) }
    }};
}

fn weigh(parts: Raw<Weigh>, drops: &Arc<Drops>, item: c_int) -> c_int {
    let letter = Letter { item, drops: Arc::clone(drops) };
    call!(parts, &raw const letter)
}

fn post(parts: Raw<OnPost>, drops: &Arc<Drops>, item: c_int) {
    let letter = Letter { item, drops: Arc::clone(drops) };
    call!(parts, &raw const letter);
}

/// Calls on a thread of its own.
fn spawn_weigh(parts: Raw<Weigh>, drops: &Arc<Drops>, item: c_int) -> JoinHandle<c_int> {
    let drops = Arc::clone(drops);
    thread::spawn(move || weigh(parts, &drops, item))
}

/// A dispatcher, and what hears of each call that is put into its queue.
fn heard(capacity: usize) -> (Dispatcher, Receiver<ThreadId>) {
    let (sender, receiver) = channel();
    let waker = move || {
        let _ = sender.send(thread::current().id());
    };
    (Dispatcher::new(capacity).waker(waker), receiver)
}

/// Waits until so many calls are in the queue.
fn wait_for(calls: &Receiver<ThreadId>, count: usize) {
    assert_eq!(calls.iter().take(count).count(), count);
}

/// A closure that notes what it gets, and the notes.
fn notes() -> (impl FnMut(c_int) + use<>, Rc<RefCell<Vec<c_int>>>) {
    let seen = Rc::new(RefCell::new(Vec::new()));
    let own = Rc::clone(&seen);
    (move |item| own.borrow_mut().push(item), seen)
}

fn on_event(dispatcher: &Dispatcher, closure: impl FnMut(c_int) + 'static) -> Kept<OnEvent> {
    OnEvent::new(closure).dispatch(dispatcher).register(accept, accept).unwrap()
}

fn on_ask(dispatcher: &Dispatcher, closure: impl FnMut(c_int) -> c_int + 'static) -> Kept<Ask> {
    Ask::new(closure).dispatch(dispatcher).register(accept, accept).unwrap()
}

fn on_weigh(
    dispatcher: &Dispatcher,
    closure: impl FnMut(Parcel) -> c_int + 'static,
) -> Kept<Weigh> {
    Weigh::new(closure).dispatch(dispatcher).register(accept, accept).unwrap()
}

#[test]
fn events_wait_in_order_until_they_are_run() {
    let (closure, seen) = notes();
    let dispatcher = Dispatcher::new(4);
    let registration = on_event(&dispatcher, closure);
    let parts: Raw<OnEvent> = parts!(registration);
    thread::spawn(move || (1..4).for_each(|item| call!(parts, item))).join().unwrap();
    assert_eq!(*seen.borrow(), []);
    assert_eq!(dispatcher.run_pending(), 3);
    assert_eq!(*seen.borrow(), [1, 2, 3]);
    assert_eq!(dispatcher.run_pending(), 0);
    assert_eq!(registration.fault(), None);
}

#[test]
fn recv_waits_for_one_call() {
    let (closure, seen) = notes();
    let dispatcher = Dispatcher::new(4);
    let registration = on_event(&dispatcher, closure);
    let parts: Raw<OnEvent> = parts!(registration);
    let caller = thread::spawn(move || {
        thread::sleep(A_WHILE);
        (1..3).for_each(|item| call!(parts, item));
    });
    dispatcher.recv();
    assert_eq!(*seen.borrow(), [1]);
    dispatcher.recv();
    assert_eq!(*seen.borrow(), [1, 2]);
    caller.join().unwrap();
}

#[test]
fn recv_timeout_says_whether_there_was_a_call() {
    let (closure, seen) = notes();
    let dispatcher = Dispatcher::new(4);
    let registration = on_event(&dispatcher, closure);
    let parts: Raw<OnEvent> = parts!(registration);
    assert!(!dispatcher.recv_timeout(Duration::ZERO));
    assert!(!dispatcher.recv_timeout(Duration::from_millis(1)));
    let caller = thread::spawn(move || call!(parts, 7));
    assert!(dispatcher.recv_timeout(Duration::MAX));
    caller.join().unwrap();
    assert!(!dispatcher.recv_timeout(Duration::ZERO));
    assert_eq!(*seen.borrow(), [7]);
}

#[test]
fn a_waker_hears_of_each_call_on_the_thread_of_the_call() {
    let (closure, seen) = notes();
    let (dispatcher, calls) = heard(4);
    let registration = on_event(&dispatcher, closure);
    let parts: Raw<OnEvent> = parts!(registration);
    for item in 1..4 {
        let caller = thread::spawn(move || call!(parts, item));
        let id = caller.thread().id();
        assert_eq!(calls.recv().unwrap(), id);
        assert_eq!(dispatcher.run_pending(), 1);
        caller.join().unwrap();
    }
    assert_eq!(*seen.borrow(), [1, 2, 3]);
    // A call on the owner's thread wakes nobody.
    call!(parts, 4);
    assert!(calls.try_recv().is_err());
}

#[test]
fn a_waker_that_panics_has_no_effect() {
    let dispatcher = Dispatcher::new(4).waker(|| panic!("no loop to wake"));
    let registration = on_ask(&dispatcher, |item| item + 1);
    let parts: Raw<Ask> = parts!(registration);
    let caller = thread::spawn(move || call!(parts, 5));
    dispatcher.recv();
    assert_eq!(caller.join().unwrap(), 6);
    assert_eq!(registration.fault(), None);
}

#[test]
fn a_call_that_expects_a_value_gets_the_closures() {
    let (drops, owner) = (Arc::new(Drops::new()), thread::current().id());
    let (dispatcher, mut sum) = (Dispatcher::new(4), Rc::new(0));
    let registration = on_weigh(&dispatcher, move |parcel| {
        assert_ne!(parcel.made_on, owner);
        assert_eq!(thread::current().id(), owner);
        *Rc::get_mut(&mut sum).unwrap() += parcel.item;
        *sum
    });
    let parts: Raw<Weigh> = parts!(registration);
    let theirs = Arc::clone(&drops);
    let caller = thread::spawn(move || [1, 2, 3].map(|item| weigh(parts, &theirs, item)));
    (0..3).for_each(|_| dispatcher.recv());
    assert_eq!(caller.join().unwrap(), [1, 3, 6]);
    assert_eq!(drops.count(), 3);
}

#[test]
fn a_call_on_the_owners_thread_is_made_at_once() {
    let (closure, seen) = notes();
    let dispatcher = Dispatcher::new(1);
    let registration = on_event(&dispatcher, closure);
    let parts: Raw<OnEvent> = parts!(registration);
    thread::spawn(move || call!(parts, 1)).join().unwrap();
    // The queue is full.
    call!(parts, 2);
    assert_eq!(*seen.borrow(), [2]);
    dispatcher.run_pending();
    assert_eq!(*seen.borrow(), [2, 1]);
}

#[test]
fn run_pending_leaves_what_comes_meanwhile() {
    let dispatcher = Rc::new(Dispatcher::new(4));
    let parts = Rc::new(Cell::new(None::<Raw<OnEvent>>));
    let (own, mut calls) = (Rc::clone(&parts), 0);
    let registration = on_event(&dispatcher, move |item| {
        calls += 1;
        assert!(calls < 3, "there is an end to it");
        let parts = own.get().unwrap();
        thread::spawn(move || call!(parts, item)).join().unwrap();
    });
    parts.set(Some(parts!(registration)));
    let raw: Raw<OnEvent> = parts!(registration);
    thread::spawn(move || call!(raw, 1)).join().unwrap();
    assert_eq!([dispatcher.run_pending(), dispatcher.run_pending()], [1, 1]);
}

#[test]
fn a_closure_that_is_shared_may_run_those_that_wait() {
    let (dispatcher, calls) = heard(4);
    let dispatcher = Rc::new(dispatcher);
    let inner = Rc::clone(&dispatcher);
    let shared = AskShared::new(move |item| {
        if item > 0 {
            inner.recv();
        }
        item
    });
    let registration: Kept<AskShared> =
        shared.dispatch(&dispatcher).register(accept, accept).unwrap();
    let parts: Raw<AskShared> = parts!(registration);
    let first = thread::spawn(move || call!(parts, 1));
    calls.recv().unwrap();
    let second = thread::spawn(move || call!(parts, 0));
    dispatcher.recv();
    assert_eq!((first.join().unwrap(), second.join().unwrap()), (1, 0));
    drop(registration);
    assert_eq!(Rc::strong_count(&dispatcher), 1);
}

#[test]
fn a_closure_that_is_exclusive_may_not() {
    let ear = listen("Ask");
    let (dispatcher, calls) = heard(4);
    let dispatcher = Rc::new(dispatcher);
    let inner = Rc::clone(&dispatcher);
    let registration = on_ask(&dispatcher, move |item| {
        inner.recv();
        item
    });
    let parts: Raw<Ask> = parts!(registration);
    let first = thread::spawn(move || call!(parts, 1));
    calls.recv().unwrap();
    let second = thread::spawn(move || call!(parts, 0));
    calls.recv().unwrap();
    dispatcher.recv();
    assert_eq!((first.join().unwrap(), second.join().unwrap()), (1, -1));
    assert_eq!(registration.fault(), Some(Fault::Reentered));
    assert_eq!(ear.faults(), [Fault::Reentered]);
}

#[test]
fn the_closure_is_not_entered_for_a_call_whose_time_is_over() {
    let ear = listen("Weigh");
    let (drops, entered) = (Arc::new(Drops::new()), Rc::new(Cell::new(0)));
    let dispatcher = Dispatcher::new(4).time_limit(Duration::from_millis(5));
    let own = Rc::clone(&entered);
    let registration = on_weigh(&dispatcher, move |parcel| {
        own.set(own.get() + 1);
        parcel.item
    });
    let parts: Raw<Weigh> = parts!(registration);
    assert_eq!(spawn_weigh(parts, &drops, 1).join().unwrap(), -1);
    assert_eq!((ear.faults(), drops.count()), (vec![Fault::Undelivered], 1));
    assert_eq!((dispatcher.run_pending(), entered.get(), drops.count()), (0, 0, 1));
    assert!(!dispatcher.recv_timeout(Duration::ZERO));
    // Nothing is poisoned by it, and it is told once.
    assert_eq!(registration.fault(), None);
    assert_eq!((weigh(parts, &drops, 2), entered.get()), (2, 1));
    assert_eq!(ear.faults(), [Fault::Undelivered]);
}

#[test]
fn a_call_whose_time_is_over_leaves_its_room_to_the_next() {
    let ear = listen("Weigh");
    let drops = Arc::new(Drops::new());
    let limit = Duration::from_millis(5);
    let dispatcher = Dispatcher::new(1).when_full(WhenFull::Refuse).time_limit(limit);
    let registration = on_weigh(&dispatcher, |parcel| parcel.item);
    let parts: Raw<Weigh> = parts!(registration);
    // Each waits in the queue: were it full, a call would come back at once.
    for call in 1..4 {
        let begun = Instant::now();
        assert_eq!(spawn_weigh(parts, &drops, call).join().unwrap(), -1);
        assert!(begun.elapsed() >= limit);
    }
    assert_eq!((ear.faults(), drops.count()), (vec![Fault::Undelivered; 3], 3));
    assert_eq!(dispatcher.run_pending(), 0);
}

#[test]
fn the_time_that_a_call_waits_for_room_is_limited() {
    let ear = listen("OnPost");
    let (drops, seen) = (Arc::new(Drops::new()), Rc::new(RefCell::new(Vec::new())));
    let dispatcher = Dispatcher::new(1).time_limit(Duration::from_millis(5));
    let own = Rc::clone(&seen);
    let registration: Kept<OnPost> =
        OnPost::new(move |parcel: Parcel| own.borrow_mut().push(parcel.item))
            .dispatch(&dispatcher)
            .register(accept, accept)
            .unwrap();
    let parts: Raw<OnPost> = parts!(registration);
    let theirs = Arc::clone(&drops);
    thread::spawn(move || (1..3).for_each(|item| post(parts, &theirs, item))).join().unwrap();
    assert_eq!((drops.count(), ear.faults()), (1, vec![Fault::Undelivered]));
    // An event that is in the queue has all the time that it needs.
    assert_eq!(dispatcher.run_pending(), 1);
    assert_eq!((drops.count(), registration.fault()), (2, None));
    assert_eq!(*seen.borrow(), [1]);
}

#[test]
fn a_queue_that_is_full_refuses_calls_if_it_is_told_to() {
    let ear = listen("Weigh");
    let drops = Arc::new(Drops::new());
    let (closure, seen) = notes();
    let dispatcher = Dispatcher::new(1).when_full(WhenFull::Refuse);
    let event = on_event(&dispatcher, closure);
    let registration = on_weigh(&dispatcher, |parcel| parcel.item);
    let (event, parts): (Raw<OnEvent>, Raw<Weigh>) = (parts!(event), parts!(registration));
    thread::spawn(move || call!(event, 1)).join().unwrap();
    assert_eq!(spawn_weigh(parts, &drops, 2).join().unwrap(), -1);
    assert_eq!((drops.count(), registration.fault()), (1, None));
    assert_eq!(ear.faults(), [Fault::Undelivered]);
    assert_eq!((dispatcher.run_pending(), seen.take()), (1, vec![1]));
    let caller = spawn_weigh(parts, &drops, 3);
    dispatcher.recv();
    assert_eq!(caller.join().unwrap(), 3);
    assert_eq!((drops.count(), ear.count(Fault::Undelivered)), (2, 1));
}

#[test]
fn a_queue_that_is_full_has_calls_wait_for_room() {
    let (closure, seen) = notes();
    let (dispatcher, calls) = heard(1);
    let registration = on_event(&dispatcher, closure);
    let parts: Raw<OnEvent> = parts!(registration);
    let caller = thread::spawn(move || (1..5).for_each(|item| call!(parts, item)));
    calls.recv().unwrap();
    thread::sleep(A_WHILE);
    assert!(calls.try_recv().is_err(), "the second waits");
    (0..4).for_each(|_| dispatcher.recv());
    assert_eq!(*seen.borrow(), [1, 2, 3, 4]);
    caller.join().unwrap();
}

#[test]
fn a_break_comes_back_from_unregister() {
    let dispatcher = Dispatcher::new(4);
    let look: Kept<Look<Rc<str>>> = Look::new(|item| match item {
        3 => ControlFlow::Break(Rc::from("the third")),
        _ => ControlFlow::Continue(()),
    })
    .dispatch(&dispatcher)
    .register(accept, accept)
    .unwrap();
    let parts: Raw<Look<Rc<str>>> = parts!(look);
    let caller = thread::spawn(move || [1, 3].map(|item| call!(parts, item)));
    (0..2).for_each(|_| dispatcher.recv());
    assert_eq!(caller.join().unwrap(), [0, 1]);
    assert_eq!(look.unregister(), Ok(ControlFlow::Break(Rc::from("the third"))));
}

#[test]
fn a_panic_gives_the_fallback_to_all_who_wait() {
    let ear = listen("Weigh");
    let (dispatcher, calls) = heard(4);
    let drops = Arc::new(Drops::new());
    let registration = on_weigh(&dispatcher, |_parcel| panic!("too heavy"));
    let parts: Raw<Weigh> = parts!(registration);
    let callers = [1, 2].map(|item| spawn_weigh(parts, &drops, item));
    wait_for(&calls, 2);
    assert_eq!(dispatcher.run_pending(), 2);
    assert_eq!(callers.map(|caller| caller.join().unwrap()), [-1, -1]);
    assert_eq!(registration.fault(), Some(Fault::Panicked));
    // It is poisoned: a call does not get as far as the queue.
    assert_eq!(spawn_weigh(parts, &drops, 3).join().unwrap(), -1);
    assert!(calls.try_recv().is_err());
    assert_eq!(message(&*registration.take_panic().unwrap()), "too heavy");
    assert_eq!((drops.count(), ear.faults()), (2, vec![Fault::Panicked]));
}

#[test]
fn an_argument_that_is_refused_is_refused_on_the_calling_thread() {
    let ear = listen("Weigh");
    let (dispatcher, calls) = heard(4);
    let registration = on_weigh(&dispatcher, |parcel| parcel.item);
    let parts: Raw<Weigh> = parts!(registration);
    assert_eq!(thread::spawn(move || call!(parts, std::ptr::null())).join().unwrap(), -1);
    assert!(calls.try_recv().is_err());
    assert_eq!(registration.fault(), Some(Fault::InvalidArgument));
    assert_eq!(ear.faults(), [Fault::InvalidArgument]);
}

#[test]
fn a_conversion_that_panics_does_so_on_the_calling_thread() {
    let ear = listen("Weigh");
    let (dispatcher, calls) = heard(4);
    let drops = Arc::new(Drops::new());
    let registration = on_weigh(&dispatcher, |parcel| parcel.item);
    let parts: Raw<Weigh> = parts!(registration);
    assert_eq!(spawn_weigh(parts, &drops, TORN).join().unwrap(), -1);
    assert!(calls.try_recv().is_err());
    let payload = registration.take_panic().unwrap();
    assert!(message(&*payload).contains("the letter is torn"));
    assert_eq!(ear.faults(), [Fault::Panicked]);
}

#[test]
fn a_registration_that_ends_gives_up_the_calls_in_the_queue() {
    let ear = listen("Weigh");
    let (dispatcher, calls) = heard(8);
    let (drops, closures) = (Arc::new(Drops::new()), Drops::new());
    let token = closures.token();
    let registration = on_weigh(&dispatcher, move |_parcel| {
        token.touch();
        unreachable!("it is never run")
    });
    let other = on_ask(&dispatcher, |item| item);
    let (parts, asked): (Raw<Weigh>, Raw<Ask>) = (parts!(registration), parts!(other));
    let callers = [1, 2, 3].map(|item| spawn_weigh(parts, &drops, item));
    let asking = thread::spawn(move || call!(asked, 5));
    wait_for(&calls, 4);
    drop(registration);
    assert_eq!(callers.map(|caller| caller.join().unwrap()), [-1, -1, -1]);
    assert_eq!((drops.count(), closures.count()), (3, 1));
    assert_eq!(ear.faults(), [Fault::Undelivered; 3]);
    // The call of the other callback is still there.
    assert_eq!(dispatcher.run_pending(), 1);
    assert_eq!(asking.join().unwrap(), 5);
}

#[test]
fn events_that_are_given_up_are_reported() {
    let ear = listen("OnPost");
    let drops = Arc::new(Drops::new());
    let dispatcher = Dispatcher::new(4);
    let registration: Kept<OnPost> = OnPost::new(|_parcel| unreachable!("it is never run"))
        .dispatch(&dispatcher)
        .register(accept, accept)
        .unwrap();
    let parts: Raw<OnPost> = parts!(registration);
    let theirs = Arc::clone(&drops);
    thread::spawn(move || (1..3).for_each(|item| post(parts, &theirs, item))).join().unwrap();
    assert_eq!(registration.unregister(), Ok(()));
    assert_eq!((drops.count(), dispatcher.run_pending()), (2, 0));
    assert_eq!(ear.faults(), [Fault::Undelivered; 2]);
}

#[test]
fn a_registration_that_ends_gives_up_the_calls_that_wait_for_room() {
    let ear = listen("Weigh");
    let (dispatcher, calls) = heard(1);
    let drops = Arc::new(Drops::new());
    let registration = on_weigh(&dispatcher, |_parcel| unreachable!("it is never run"));
    let parts: Raw<Weigh> = parts!(registration);
    let callers = [1, 2, 3].map(|item| spawn_weigh(parts, &drops, item));
    calls.recv().unwrap();
    thread::sleep(A_WHILE);
    drop(registration);
    // Nobody runs the dispatcher any more.
    assert_eq!(callers.map(|caller| caller.join().unwrap()), [-1, -1, -1]);
    assert!(calls.try_recv().is_err());
    assert_eq!(ear.faults().len(), 3);
}

#[test]
fn unset_may_wait_for_the_threads_that_call() {
    let ear = listen("Weigh");
    let (dispatcher, calls) = heard(1);
    let drops = Arc::new(Drops::new());
    let threads = Rc::new(RefCell::new(Vec::<JoinHandle<c_int>>::new()));
    let joined = Rc::clone(&threads);
    let registration: Kept<Weigh> = Weigh::new(|_parcel| unreachable!("it is never run"))
        .dispatch(&dispatcher)
        .register(accept, move |_, _| {
            let got = joined.take().into_iter().map(|caller| caller.join().unwrap());
            assert_eq!(got.collect::<Vec<_>>(), [-1, -1]);
            Ok(())
        })
        .unwrap();
    let parts: Raw<Weigh> = parts!(registration);
    threads.borrow_mut().extend([1, 2].map(|item| spawn_weigh(parts, &drops, item)));
    calls.recv().unwrap();
    assert_eq!(registration.unregister(), Ok(()));
    assert_eq!((drops.count(), ear.faults()), (2, vec![Fault::Undelivered; 2]));
}

#[test]
fn a_closure_that_unregisters_itself_may_wait_for_the_threads_that_call() {
    let ear = listen("Weigh");
    let (dispatcher, calls) = heard(2);
    let (drops, closures) = (Arc::new(Drops::new()), Drops::new());
    let (answers, answered) = channel();
    let place = Rc::new(RefCell::new(None::<Kept<Weigh>>));
    let (own, token) = (Rc::clone(&place), closures.token());
    let registration = on_weigh(&dispatcher, move |parcel| {
        token.touch();
        drop(own.take().unwrap());
        assert_eq!([answered.recv(), answered.recv()], [Ok(-1), Ok(-1)]);
        parcel.item
    });
    let parts: Raw<Weigh> = parts!(registration);
    *place.borrow_mut() = Some(registration);
    for item in 1..4 {
        let (answers, drops) = (answers.clone(), Arc::clone(&drops));
        // One of them may wait for room; and the last answer has nobody to read it.
        thread::spawn(move || {
            let _ = answers.send(weigh(parts, &drops, item));
        });
    }
    calls.recv().unwrap();
    dispatcher.recv();
    assert_eq!((closures.count(), dispatcher.run_pending()), (1, 0));
    assert!(ear.faults().iter().all(|fault| matches!(fault, Fault::Undelivered | Fault::Expired)));
    assert_eq!(ear.faults().len(), 2);
}

#[test]
fn a_dispatcher_that_is_dropped_gives_up_all_calls() {
    let ear = listen("Weigh");
    let (dispatcher, calls) = heard(2);
    let drops = Arc::new(Drops::new());
    let registration = on_weigh(&dispatcher, |parcel| parcel.item);
    let later = Ask::new(|item| item).dispatch(&dispatcher);
    let parts: Raw<Weigh> = parts!(registration);
    let callers = [1, 2, 3].map(|item| spawn_weigh(parts, &drops, item));
    wait_for(&calls, 2);
    thread::sleep(A_WHILE);
    drop(dispatcher);
    assert_eq!(callers.map(|caller| caller.join().unwrap()), [-1, -1, -1]);
    assert_eq!(spawn_weigh(parts, &drops, 4).join().unwrap(), -1);
    assert_eq!((drops.count(), ear.faults()), (4, vec![Fault::Undelivered; 4]));
    // What is called on the owner's thread needs no dispatcher.
    assert_eq!((registration.fault(), weigh(parts, &drops, 5)), (None, 5));
    let later: Kept<Ask> = later.register(accept, accept).unwrap();
    let parts: Raw<Ask> = parts!(later);
    assert_eq!(thread::spawn(move || call!(parts, 6)).join().unwrap(), -1);
    assert_eq!(call!(parts, 7), 7);
}

#[test]
fn a_call_that_is_late_gets_the_fallback() {
    let ear = listen("Weigh");
    let (dispatcher, calls) = heard(2);
    let drops = Arc::new(Drops::new());
    let registration = on_weigh(&dispatcher, |_parcel| unreachable!("it is never run"));
    let parts: Raw<Weigh> = parts!(registration);
    drop(registration);
    assert_eq!(spawn_weigh(parts, &drops, 1).join().unwrap(), -1);
    assert_eq!(weigh(parts, &drops, 2), -1);
    assert!(calls.try_recv().is_err());
    assert_eq!((drops.count(), ear.faults()), (0, vec![Fault::Expired; 2]));
}

#[test]
fn a_closure_that_c_refuses_comes_back_and_its_calls_are_given_up() {
    let ear = listen("OnPost");
    let drops = Arc::new(Drops::new());
    let theirs = Arc::clone(&drops);
    let (closures, dispatcher) = (Drops::new(), Dispatcher::new(2));
    let token = closures.token();
    let set = |function, user| {
        let parts: Raw<OnPost> = Parts::new(function, user);
        thread::spawn(move || post(parts, &theirs, 1)).join().unwrap();
        Err(5)
    };
    let refused = OnPost::new(move |_parcel| token.touch())
        .dispatch(&dispatcher)
        .try_register(set, accept)
        .unwrap_err();
    assert_eq!((refused.error, closures.count()), (5, 0));
    assert_eq!((drops.count(), dispatcher.run_pending()), (1, 0));
    assert_eq!(ear.faults(), [Fault::Undelivered]);
    drop(refused);
    assert_eq!(closures.count(), 1);
}

#[test]
fn a_dispatcher_is_configured_before_it_is_used() {
    let dispatcher = Dispatcher::new(1);
    let asking = Ask::new(|item| item).dispatch(&dispatcher);
    let payload = panic_of(|| dispatcher.when_full(WhenFull::Refuse));
    assert_eq!(message(&*payload), "a callback has been dispatched already");
    drop(asking);
    panic_of(|| Dispatcher::new(0));
}

const ROUNDS: c_int = if cfg!(miri) { 5 } else { 300 };

#[test]
fn three_threads_call_at_once() {
    let (dispatcher, drops) = (Dispatcher::new(2), Arc::new(Drops::new()));
    let total = Rc::new(Cell::new(0));
    let own = Rc::clone(&total);
    let registration = on_weigh(&dispatcher, move |parcel| {
        own.set(own.get() + 1);
        parcel.item
    });
    let parts: Raw<Weigh> = parts!(registration);
    let callers = [0, 1, 2].map(|_| {
        let drops = Arc::clone(&drops);
        thread::spawn(move || {
            (0..ROUNDS).for_each(|item| assert_eq!(weigh(parts, &drops, item), item));
        })
    });
    (0..3 * ROUNDS).for_each(|_| dispatcher.recv());
    for caller in callers {
        caller.join().unwrap();
    }
    assert_eq!((total.get(), registration.fault()), (3 * ROUNDS, None));
    assert_eq!(drops.count(), usize::try_from(3 * ROUNDS).unwrap());
}

#[test]
fn three_threads_call_while_registrations_come_and_go() {
    let ear = listen("Weigh");
    let (dispatcher, drops) = (Dispatcher::new(2), Arc::new(Drops::new()));
    let current = Arc::new(std::sync::Mutex::new(None::<Raw<Weigh>>));
    let (answered, refused) = (Arc::new(AtomicUsize::new(0)), Arc::new(AtomicUsize::new(0)));
    let callers = [0, 1, 2].map(|_| {
        let (drops, current) = (Arc::clone(&drops), Arc::clone(&current));
        let (answered, refused) = (Arc::clone(&answered), Arc::clone(&refused));
        thread::spawn(move || {
            for item in 0..ROUNDS {
                let parts = loop {
                    let parts = *current.lock().unwrap();
                    if let Some(parts) = parts {
                        break parts;
                    }
                    thread::yield_now();
                };
                match weigh(parts, &drops, item) {
                    -1 => refused.fetch_add(1, Ordering::SeqCst),
                    got if got == item => answered.fetch_add(1, Ordering::SeqCst),
                    got => panic!("{got} for {item}"),
                };
            }
        })
    });
    let entered = Rc::new(Cell::new(0));
    while !callers.iter().all(JoinHandle::is_finished) {
        let own = Rc::clone(&entered);
        let registration = on_weigh(&dispatcher, move |parcel| {
            own.set(own.get() + 1);
            parcel.item
        });
        *current.lock().unwrap() = Some(parts!(registration));
        for _ in 0..3 {
            dispatcher.recv_timeout(Duration::from_millis(1));
        }
        assert_eq!(registration.fault(), None);
    }
    for caller in callers {
        caller.join().unwrap();
    }
    let (answered, refused) = (answered.load(Ordering::SeqCst), refused.load(Ordering::SeqCst));
    assert_eq!((answered, entered.get()), (entered.get(), answered));
    assert_eq!(answered + refused, usize::try_from(3 * ROUNDS).unwrap());
    // What was expired had no argument made.
    let (undelivered, expired) = (ear.count(Fault::Undelivered), ear.count(Fault::Expired));
    assert_eq!((undelivered + expired, drops.count()), (refused, answered + undelivered));
}
