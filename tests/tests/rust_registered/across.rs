//! Callbacks that C calls on other threads, and helpers that make a call and a test wait for each other.

use std::ffi::c_int;
use std::sync::Mutex;
use std::sync::mpsc::{Receiver, Sender, channel};

use callback_runtime::{RawContext, RawFn, Registration, callback};
use callback_tests::Parts;

#[callback(extern "C", fallback = -1)]
pub(crate) type Tick = dyn FnMut(c_int) -> c_int;

#[callback(extern "C", fallback = -1)]
pub(crate) type Spark = dyn FnMut(c_int) -> c_int + Send;

#[callback(extern "C", fallback = -1)]
pub(crate) type Flash = dyn Fn(c_int) -> c_int + Send + Sync;

pub(crate) type Kept<C> = Registration<'static, C, c_int>;
pub(crate) type Raw<C> = Parts<RawFn<C>, RawContext<C>>;

macro_rules! parts {
    ($registration:expr) => {
        Parts::new($registration.function(), $registration.context())
    };
}

pub(crate) fn flash(parts: Raw<Flash>, item: c_int) -> c_int {
    let (flash, user) = parts.get();
    // SAFETY: C may call at any time.
    unsafe { flash(item, user) }
}

pub(crate) fn spark(parts: Raw<Spark>, item: c_int) -> c_int {
    let (spark, user) = parts.get();
    // SAFETY: C may call at any time.
    unsafe { spark(item, user) }
}

/// Two ends of a signal: a closure waits at the second until a test sends at the first.
pub(crate) fn signal() -> (Sender<()>, Mutex<Receiver<()>>) {
    let (sender, receiver) = channel();
    (sender, Mutex::new(receiver))
}

pub(crate) fn wait_for(signal: &Mutex<Receiver<()>>) {
    signal.lock().unwrap().recv().unwrap();
}

pub(crate) use parts;
