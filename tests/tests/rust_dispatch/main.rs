//! Calls on foreign threads that run on the closure's thread. The "C library" is played by Rust, which calls
//! from threads.

#![allow(clippy::wildcard_imports, reason = "one test with several parts")]

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
use callback_tests::{Drops, Parts, Token, accept, listen, message, panic_of, removed};

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

/// The value to which C passes a pointer, which is valid during the call.
struct Letter {
    item: c_int,
    drops: Arc<Drops>,
}

/// The argument of the closure, made from it.
struct Parcel {
    item: c_int,
    made_on: ThreadId,
    _token: Token,
}

/// The letter that cannot be converted to a parcel.
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

type Kept<C> = Registration<'static, C, c_int>;
type Raw<C> = Parts<RawFn<C>, RawContext<C>>;

/// Long enough for another thread to begin to wait. If that takes longer, the test covers less.
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

/// Calls on another thread.
fn spawn_weigh(parts: Raw<Weigh>, drops: &Arc<Drops>, item: c_int) -> JoinHandle<c_int> {
    let drops = Arc::clone(drops);
    thread::spawn(move || weigh(parts, &drops, item))
}

/// A dispatcher, and a channel that gets a message for each call in its queue.
fn heard(capacity: usize) -> (Dispatcher, Receiver<ThreadId>) {
    let (sender, receiver) = channel();
    let waker = move || {
        let _ = sender.send(thread::current().id());
    };
    (Dispatcher::new(capacity).waker(waker), receiver)
}

/// Waits until that many calls are in the queue.
fn wait_for(calls: &Receiver<ThreadId>, count: usize) {
    assert_eq!(calls.iter().take(count).count(), count);
}

/// Returns a closure that records its arguments, and the record.
fn notes() -> (impl FnMut(c_int) + use<>, Rc<RefCell<Vec<c_int>>>) {
    let seen = Rc::new(RefCell::new(Vec::new()));
    let own = Rc::clone(&seen);
    (move |item| own.borrow_mut().push(item), seen)
}

fn on_event(dispatcher: &Dispatcher, closure: impl FnMut(c_int) + 'static) -> Kept<OnEvent> {
    OnEvent::new(closure).dispatch(dispatcher).register(accept, removed).unwrap()
}

fn on_ask(dispatcher: &Dispatcher, closure: impl FnMut(c_int) -> c_int + 'static) -> Kept<Ask> {
    Ask::new(closure).dispatch(dispatcher).register(accept, removed).unwrap()
}

fn on_weigh(
    dispatcher: &Dispatcher,
    closure: impl FnMut(Parcel) -> c_int + 'static,
) -> Kept<Weigh> {
    Weigh::new(closure).dispatch(dispatcher).register(accept, removed).unwrap()
}

mod delivery;
mod ends;
mod limits;
mod outcomes;
mod stress;
