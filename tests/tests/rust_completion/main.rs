//! Completions: C calls once, and a future waits for the call. The "C library" is played by Rust.

#![allow(clippy::wildcard_imports, reason = "one test with several parts")]

use std::ffi::{c_int, c_void};
use std::future::{Future, poll_fn};
use std::ops::ControlFlow::{self, Break, Continue};
use std::pin::{Pin, pin};
use std::ptr;
use std::rc::Rc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::sync::{Arc, Barrier, Mutex, PoisonError};
use std::task::{Context, Poll, Wake, Waker};
use std::thread;

use callback_runtime::{Completion, Fault, Incomplete, RawContext, RawDestroy, RawFn, callback};
use callback_tests::{Drops, Ear, Parts, accept, listen, message, panic_of, removed};
use futures_executor::LocalPool;

// C gets 1 for a value that escapes past it, 0 for one that does not, and -1 for a fault.
#[callback(extern "C" fn(c_int, context: *mut c_void) -> c_int, fallback = -1, continue = 0, break = 1)]
type Done = dyn FnOnce(c_int) -> ControlFlow<c_int> + Send;

#[callback(extern "C" fn(c_int, context: *mut c_void) -> c_int, fallback = -1, ok = 0, err = 1)]
type Checked = dyn FnOnce(c_int) -> Result<(), String> + Send;

#[callback(extern "C", fallback = -1)]
type Plain = dyn FnOnce(c_int) -> c_int + Send;

#[callback(extern "C" fn(c_int, context: *mut c_void) -> c_int, fallback = -1, continue = 0, break = 1)]
type Local = dyn FnOnce(c_int) -> ControlFlow<Rc<c_int>>;

#[callback(extern "C" fn(*const c_int, context: *mut c_void) -> c_int, fallback = -1, continue = 0, break = 1)]
type Lent = dyn FnOnce(&c_int) -> ControlFlow<c_int> + Send;

type Raw<C> = Parts<RawFn<C>, RawContext<C>>;

/// The parts that a C library has.
macro_rules! parts {
    ($function:ident, $context:ident) => {
        Parts::new($function, $context)
    };
}

macro_rules! caller {
    ($name:ident: $callback:ident) => {
        fn $name(parts: Raw<$callback>, item: c_int) -> c_int {
            let (function, user) = parts.get();
            // SAFETY: C may call at any time.
            unsafe { function(item, user) }
        }
    };
}

caller! { done: Done }
caller! { checked: Checked }
caller! { plain: Plain }
caller! { local: Local }

/// Creates a completion of a closure that breaks with the value that C passed.
fn start(drops: &Drops) -> (Raw<Done>, Completion<Done>) {
    let token = drops.token();
    let (function, context, completion) = Done::new(move |item| {
        token.touch();
        Break(item)
    })
    .completion();
    (parts!(function, context), completion)
}

/// Runs the destroy function that C was given.
fn destroy<C: callback_runtime::Callback>(destroy: RawDestroy<C>, parts: Raw<C>)
where
    RawDestroy<C>: Into<unsafe extern "C" fn(RawContext<C>)>,
{
    // SAFETY: C may run it at any time.
    unsafe { destroy.into()(parts.get().1) };
}

fn poll<F: Future + Unpin>(future: &mut F, waker: &Waker) -> Poll<F::Output> {
    Pin::new(future).poll(&mut Context::from_waker(waker))
}

/// Two ends of a signal: a closure waits at the second until a test sends at the first.
fn signal() -> (Sender<()>, Mutex<Receiver<()>>) {
    let (sender, receiver) = channel();
    (sender, Mutex::new(receiver))
}

fn wait_for(signal: &Mutex<Receiver<()>>) {
    signal.lock().unwrap().recv().unwrap();
}

/// Counts the wakes.
#[derive(Default)]
struct Count(AtomicUsize);

impl Count {
    fn new() -> (Arc<Self>, Waker) {
        let count = Arc::new(Self::default());
        let waker = Waker::from(Arc::clone(&count));
        (count, waker)
    }

    fn get(&self) -> usize {
        self.0.load(Ordering::SeqCst)
    }
}

impl Wake for Count {
    fn wake(self: Arc<Self>) {
        self.0.fetch_add(1, Ordering::SeqCst);
    }
}

/// A waker that calls a closure.
struct Run<F>(F);

impl<F: Fn() + Send + Sync + 'static> Run<F> {
    fn waker(run: F) -> Waker {
        Waker::from(Arc::new(Self(run)))
    }
}

impl<F: Fn() + Send + Sync + 'static> Wake for Run<F> {
    fn wake(self: Arc<Self>) {
        (self.0)();
    }
}

// --- where and when C calls ----------------------------------------------------------

mod again;
mod calls;
mod ends;
mod faults;
mod races;
mod wakers;
