//! The end of a callback that C may call at any time: who waits for the running calls, and who cleans up.
//!
//! The running calls are those that are found when the entry is closed. A later call also writes its hazard
//! pointer, until it sees that the entry is closed. Such calls never count.
//!
//! In the child of a `fork`, the calls of threads that the child does not have are entered as [`GONE`]. Nobody
//! waits for them. Because they never return, cleanup that was deferred to them never runs.

use core::ptr;
use std::boxed::Box;
use std::vec;
use std::vec::Vec;

use crate::entries::entry::Entry;
use crate::sys::sync::{Condvar, Mutex, MutexGuard, NoUnwind, PoisonError, abort, global};
use crate::sys::thread::{self, GONE};

/// The cleanup that is due when the last call in an entry has returned.
///
/// # Invariants
///
/// - While this is in the list, `running` is not empty, or the owner waits for the entry, or did so in the
///   process that forked.
struct Deferred {
    entry: &'static Entry,
    /// The threads that were in a call when the entry was closed, and still are.
    running: Vec<usize>,
    /// The thread that cleans up in preference to any other, or 0.
    owner: usize,
    cleanup: Box<dyn FnOnce()>,
}

// SAFETY: the caller of `Drained::defer` promises that any thread may run `cleanup`.
unsafe impl Send for Deferred {}

/// A thread that waits for the calls in an entry to return. A thread waits for one entry at a time.
struct Wait {
    thread: usize,
    entry: &'static Entry,
    /// As in [`Deferred`].
    running: Vec<usize>,
}

/// The calls in closed entries, and who waits for them.
pub(crate) struct State {
    deferred: Vec<Deferred>,
    waits: Vec<Wait>,
}

pub(crate) type Guard = MutexGuard<'static, State>;

global! {
    static STATE: Mutex<State> = Mutex::new(State { deferred: Vec::new(), waits: Vec::new() });
}

global! {
    /// A call has exited a closed entry, or a thread has begun to wait.
    static CHANGED: Condvar = Condvar::new();
}

/// The calls that a thread waits for.
#[derive(Clone, Copy, PartialEq, Eq)]
enum WaitFor {
    /// Not its own calls, nor those on a thread that itself waits for one of them, directly or through other
    /// threads.
    Others,
    All,
}

/// A closed entry in which only calls are left that cannot be waited for: those of this thread, and those
/// of threads that wait for this one.
pub(crate) struct Drained {
    entry: &'static Entry,
    running: Vec<usize>,
    state: Guard,
}

/// Closes an entry and waits until all calls have returned. The calling thread must not be in one.
///
/// If one of those calls waits, in turn, for a call of this thread, it stops waiting for that call. So the two
/// do not wait for each other.
///
/// Aborts the process if a call was cut off by a `fork`: the call may have left the closure half changed, and
/// the caller of this needs the closure back. Also aborts if this thread is in a call, which a coroutine has
/// suspended: waiting for it would never end.
pub(crate) fn close_and_wait_for_all(entry: &'static Entry) {
    if close_and_wait(entry, WaitFor::All).running.contains(&GONE) {
        abort("cannot end a callback that another thread was inside when this process forked");
    }
}

/// Closes an entry and waits until the calls on other threads have returned.
///
/// Does not wait for calls of this thread, nor for calls of a thread that itself waits, directly or through
/// other threads, for a call of this one.
pub(crate) fn close_and_wait_for_others(entry: &'static Entry) -> Drained {
    close_and_wait(entry, WaitFor::Others)
}

fn close_and_wait(entry: &'static Entry, wait_for: WaitFor) -> Drained {
    let no_unwind = NoUnwind::new();
    let state = lock();
    entry.close();
    let running = entry.watch();
    if wait_for == WaitFor::All && running.contains(&thread::current()) {
        abort("cannot end a callback while one of its calls is suspended on this thread");
    }
    let (state, running) = wait(state, entry, running, wait_for);
    no_unwind.disarm();
    Drained { entry, running, state }
}

impl Drained {
    /// Returns `Ok` if all calls have returned, so that the caller can clean up.
    pub(crate) fn ensure_idle(self) -> Result<(), Self> {
        if self.running.is_empty() { Ok(()) } else { Err(self) }
    }

    /// Defers `cleanup` until the last call has returned. If `owner` is not 0, it is the number of the thread
    /// that should run `cleanup`; the last call of that thread waits for those of the others. If a call was cut
    /// off by a `fork`, `cleanup` never runs.
    ///
    /// # Safety
    ///
    /// - Any thread may run `cleanup`, which does not unwind.
    pub(crate) unsafe fn defer(self, owner: usize, cleanup: impl FnOnce() + 'static) {
        let Self { entry, running, mut state } = self;
        if running.contains(&GONE) {
            return;
        }
        state.deferred.push(Deferred { entry, running, owner, cleanup: Box::new(cleanup) });
    }
}

/// Called when a call has exited an entry and was watched.
///
/// It may report more than one call. If a signal handler interrupts a call between its exit and its look at
/// `watched`, and a call of the handler exits the same entry, the handler takes the mark for both.
pub(crate) fn after_exit() {
    let this = thread::number();
    let mut state = lock();
    while let Some(entry) = state.exited_by(this) {
        state.remove_running(entry, this);
        CHANGED.notify_all();
        let Some(at) = state.deferred_at(entry) else { continue };
        if state.deferred[at].owner == this {
            let running = state.deferred[at].running.clone();
            (state, _) = wait(state, entry, running, WaitFor::Others);
        }
        if let Some(due) = state.take_due(entry) {
            drop(state);
            (due.cleanup)();
            state = lock();
        }
    }
}

pub(crate) fn lock() -> Guard {
    // Nothing panics under the lock.
    STATE.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Waits for the running calls in an entry. Returns the threads of the calls that cannot be waited for.
fn wait(
    mut state: Guard,
    entry: &'static Entry,
    running: Vec<usize>,
    wait_for: WaitFor,
) -> (Guard, Vec<usize>) {
    let this = thread::number();
    state.waits.push(Wait { thread: this, entry, running });
    if state.must_wait(this, wait_for) {
        // Another thread may wait for a call of this one, and can stop now.
        CHANGED.notify_all();
        while state.must_wait(this, wait_for) {
            state = CHANGED.wait(state).unwrap_or_else(PoisonError::into_inner);
        }
    }
    let at = state.waits.iter().position(|wait| wait.thread == this);
    let wait =
        state.waits.swap_remove(at.expect("a wait that was pushed stays until it is removed"));
    (state, wait.running)
}

impl State {
    /// An entry that this thread has exited with its outermost call there, if it is on a list.
    fn exited_by(&self, this: usize) -> Option<&'static Entry> {
        let waits = self.waits.iter().map(|wait| (wait.entry, &wait.running));
        let deferred = self.deferred.iter().map(|deferred| (deferred.entry, &deferred.running));
        // A thread knows its own running calls exactly.
        let exited = |(entry, running): &(&'static Entry, &Vec<usize>)| {
            running.contains(&this) && !entry.is_running_here()
        };
        waits.chain(deferred).find(exited).map(|(entry, _)| entry)
    }

    /// Removes `thread` from the lists of `entry`, since its calls have returned.
    fn remove_running(&mut self, entry: &Entry, thread: usize) {
        let waits = self.waits.iter_mut().filter(|wait| ptr::eq(wait.entry, entry));
        let deferred = self.deferred.iter_mut().filter(|deferred| ptr::eq(deferred.entry, entry));
        for running in waits
            .map(|wait| &mut wait.running)
            .chain(deferred.map(|deferred| &mut deferred.running))
        {
            running.retain(|&other| other != thread);
        }
    }

    /// The index of the deferred cleanup of `entry`.
    fn deferred_at(&self, entry: &Entry) -> Option<usize> {
        self.deferred.iter().position(|deferred| ptr::eq(deferred.entry, entry))
    }

    /// Takes the deferred cleanup of `entry`, if the last call has returned and its owner will not run it.
    fn take_due(&mut self, entry: &Entry) -> Option<Deferred> {
        let at = self.deferred_at(entry)?;
        let Deferred { running, owner, .. } = &self.deferred[at];
        let is_owner = |wait: &Wait| ptr::eq(wait.entry, entry) && wait.thread == *owner;
        let is_due = running.is_empty() && !self.waits.iter().any(is_owner);
        is_due.then(|| self.deferred.swap_remove(at))
    }

    /// Whether `thread`, which waits, has to go on waiting.
    fn must_wait(&self, thread: usize, wait_for: WaitFor) -> bool {
        let waits = self.waits.iter().filter(|wait| wait.thread == thread);
        let running = waits.flat_map(|wait| &wait.running);
        running.filter(|&&other| other != GONE).any(|&other| {
            wait_for == WaitFor::All || other != thread && !self.waits_for(other, thread)
        })
    }

    /// Marks all threads but `this` as [`GONE`], in the child of a `fork`. Frees nothing.
    ///
    /// # Safety
    ///
    /// - This is called on `this`, and the process has no other thread.
    #[cfg(unix)]
    pub(crate) unsafe fn forget_others(&mut self, this: usize) {
        while let Some(at) = self.waits.iter().position(|wait| wait.thread != this) {
            core::mem::forget(self.waits.swap_remove(at));
        }
        let waits = self.waits.iter_mut().map(|wait| &mut wait.running);
        let deferred = self.deferred.iter_mut().map(|deferred| &mut deferred.running);
        for thread in waits.chain(deferred).flatten().filter(|thread| **thread != this) {
            *thread = GONE;
        }
        // A signal handler may fork while its thread waits.
        if !self.waits.is_empty() {
            CHANGED.notify_all();
        }
    }

    /// Whether `thread` waits until a call on `other` returns, directly or through other threads.
    fn waits_for(&self, thread: usize, other: usize) -> bool {
        let mut waiting = vec![thread];
        let mut at = 0;
        while let Some(&thread) = waiting.get(at) {
            let waits = self.waits.iter().filter(|wait| wait.thread == thread);
            for &running in waits.flat_map(|wait| &wait.running) {
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
