//! How a callback ends that C may call at any time: who waits for the calls that are running, and
//! who does what is left to be done.

use core::ptr;
use std::boxed::Box;
use std::vec;
use std::vec::Vec;

use crate::entry::Entry;
use crate::sync::{Condvar, Mutex, MutexGuard, PoisonError, global};
use crate::thread;

/// What is left to be done when the last call in an entry has returned.
struct Rest {
    entry: &'static Entry,
    /// The thread that does it rather than any other, or 0.
    owner: usize,
    bury: Box<dyn FnOnce()>,
}

// SAFETY: who leaves a rest promises that any thread may do it.
unsafe impl Send for Rest {}

/// A thread that waits for the calls in an entry to return.
struct Wait {
    thread: usize,
    entry: &'static Entry,
}

/// What is known of the entries that are closed.
struct State {
    rests: Vec<Rest>,
    waits: Vec<Wait>,
}

type Guard = MutexGuard<'static, State>;

global! {
    static STATE: Mutex<State> = Mutex::new(State { rests: Vec::new(), waits: Vec::new() });
}

global! {
    /// A call has left an entry that is closed.
    static LEFT: Condvar = Condvar::new();
}

/// An entry that is closed, and that no thread is in but those that cannot be waited for: this one,
/// and those that wait for it.
pub(crate) struct Closed {
    entry: &'static Entry,
    state: Guard,
}

/// Closes an entry, and waits until all calls have returned, of which none is on this thread.
///
/// A thread that waits for this one goes on, in their place.
pub(crate) fn close_and_wait(entry: &'static Entry) {
    let this = thread::number();
    let state = lock();
    entry.close();
    let _state = wait_while(state, entry, this, |_| entry.threads().next().is_some());
}

/// Closes an entry, and waits until the calls on other threads have returned.
///
/// Not for this thread's own calls; nor for another thread that waits, perhaps by way of a third,
/// for a call of this one.
pub(crate) fn close(entry: &'static Entry) -> Closed {
    let this = thread::number();
    let state = lock();
    entry.close();
    Closed { entry, state: wait(state, entry, this) }
}

impl Closed {
    /// Whether all calls have returned: then what is left to be done can be done.
    pub(crate) fn settle(self) -> Result<(), Self> {
        if self.entry.threads().next().is_some() { Err(self) } else { Ok(()) }
    }

    /// Leaves `bury` to be done when the last call has returned: by `owner`, where that is the
    /// number of a thread whose calls can wait for those of the others.
    ///
    /// # Safety
    ///
    /// - Any thread may run `bury`.
    pub(crate) unsafe fn leave(mut self, owner: usize, bury: impl FnOnce() + 'static) {
        let Self { entry, ref mut state } = self;
        state.rests.push(Rest { entry, owner, bury: Box::new(bury) });
    }
}

/// Called when a call has left an entry that is closed.
pub(crate) fn left(entry: &'static Entry) {
    let this = thread::number();
    let mut state = lock();
    let owner = state.rest(entry).map(|at| state.rests[at].owner);
    if owner == Some(this) && entry.threads().all(|thread| thread != this) {
        state = wait(state, entry, this);
    }
    LEFT.notify_all();
    let owner_waits = |wait: &Wait| ptr::eq(wait.entry, entry) && owner == Some(wait.thread);
    if entry.threads().next().is_some() || state.waits.iter().any(owner_waits) {
        return;
    }
    // Gone, if another thread has been the last while this one waited.
    if let Some(at) = state.rest(entry) {
        let rest = state.rests.swap_remove(at);
        drop(state);
        (rest.bury)();
    }
}

fn lock() -> Guard {
    // Nothing panics under the lock.
    STATE.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Waits until the calls on other threads have returned that can be waited for.
fn wait(state: Guard, entry: &'static Entry, this: usize) -> Guard {
    let must = |state: &State| {
        entry.threads().any(|thread| thread != this && !state.waits_for(thread, this))
    };
    wait_while(state, entry, this, must)
}

fn wait_while(
    mut state: Guard,
    entry: &'static Entry,
    this: usize,
    must: impl Fn(&State) -> bool,
) -> Guard {
    if must(&state) {
        state.waits.push(Wait { thread: this, entry });
        // Another thread may wait for a call of this one, and need not any more.
        LEFT.notify_all();
        while must(&state) {
            state = LEFT.wait(state).unwrap_or_else(PoisonError::into_inner);
        }
        state.waits.retain(|wait| wait.thread != this);
    }
    state
}

impl State {
    /// The place of what is left to be done when the last call in `entry` has returned.
    fn rest(&self, entry: &Entry) -> Option<usize> {
        self.rests.iter().position(|rest| ptr::eq(rest.entry, entry))
    }

    /// Whether `thread` waits until a call on `other` returns, perhaps by way of further threads.
    fn waits_for(&self, thread: usize, other: usize) -> bool {
        let mut waiting = vec![thread];
        let mut at = 0;
        while let Some(&thread) = waiting.get(at) {
            let waits = self.waits.iter().filter(|wait| wait.thread == thread);
            for running in waits.flat_map(|wait| wait.entry.threads()) {
                if running == other {
                    return true;
                }
                if !waiting.contains(&running) {
                    waiting.push(running);
                }
            }
            at += 1;
        }
        false
    }
}
