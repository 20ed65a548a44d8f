//! How a callback ends that C may call at any time: who waits for the calls that are running, and
//! who does what is left to be done.
//!
//! The calls that are running are those that are found at the moment of closing. Calls that come
//! later are written down, too, until they see that they come too late; they never count.
//!
//! In the child of a `fork`, the calls of the threads that are gone are those of [`GONE`]. They are not
//! waited for; and since none of them returns, what is left to be done after them never is.

use core::ptr;
use std::boxed::Box;
use std::vec;
use std::vec::Vec;

use crate::entries::entry::Entry;
use crate::sys::sync::{Condvar, Mutex, MutexGuard, NoUnwind, PoisonError, abort, global};
use crate::sys::thread::{self, GONE};

/// What is left to be done when the last call in an entry has returned.
///
/// # Invariants
///
/// - As long as it is in the list, `running` is not empty, or its owner waits for the entry, or did in
///   the process that was forked.
struct Deferred {
    entry: &'static Entry,
    /// The threads that were in a call when the entry was closed, and still are.
    running: Vec<usize>,
    /// The thread that does it rather than any other, or 0.
    owner: usize,
    cleanup: Box<dyn FnOnce()>,
}

// SAFETY: who leaves a rest promises that any thread may do it.
unsafe impl Send for Deferred {}

/// A thread that waits for the calls in an entry to return. It waits for one entry at a time.
struct Wait {
    thread: usize,
    entry: &'static Entry,
    /// As in [`Deferred`].
    running: Vec<usize>,
}

/// What is known of the entries that are closed.
pub(crate) struct State {
    deferred: Vec<Deferred>,
    waits: Vec<Wait>,
}

pub(crate) type Guard = MutexGuard<'static, State>;

global! {
    static STATE: Mutex<State> = Mutex::new(State { deferred: Vec::new(), waits: Vec::new() });
}

global! {
    /// A call has left an entry that is closed, or another thread waits.
    static CHANGED: Condvar = Condvar::new();
}

/// For which calls a thread waits.
#[derive(Clone, Copy, PartialEq, Eq)]
enum WaitFor {
    /// Not for its own; nor for those on a thread that waits, perhaps by way of a third, for one of
    /// its own.
    Others,
    All,
}

/// An entry that is closed, and that no thread is in but those that cannot be waited for: this one,
/// and those that wait for it.
pub(crate) struct Drained {
    entry: &'static Entry,
    running: Vec<usize>,
    state: Guard,
}

/// Closes an entry, and waits until all calls have returned, of which none is on this thread.
///
/// A thread that waits for this one goes on, in their place.
///
/// A call that was cut off by a `fork` ends the process: it may have left the closure half-way through
/// a change, and who calls this needs it back. So does a call on this thread, which a coroutine has left
/// unfinished: it would be waited for for ever.
pub(crate) fn close_and_wait_for_all(entry: &'static Entry) {
    if close_and_wait(entry, WaitFor::All).running.contains(&GONE) {
        abort("cannot end a callback that another thread was inside when this process forked");
    }
}

/// Closes an entry, and waits until the calls on other threads have returned.
///
/// Not for this thread's own calls; nor for another thread that waits, perhaps by way of a third,
/// for a call of this one.
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
    /// Whether all calls have returned: then what is left to be done can be done.
    pub(crate) fn ensure_idle(self) -> Result<(), Self> {
        if self.running.is_empty() { Ok(()) } else { Err(self) }
    }

    /// Leaves `cleanup` to be done when the last call has returned: by `owner`, where that is the
    /// number of a thread whose calls can wait for those of the others. If a call was cut off by a
    /// `fork`, that is never.
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

/// Called when a call has left an entry, and somebody watched it.
///
/// It may have left more than one: a signal handler whose call left after that of what it interrupted,
/// and before that looked, has taken the word for both.
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

/// Waits for calls that are running in an entry; gives those that are not waited for.
fn wait(
    mut state: Guard,
    entry: &'static Entry,
    running: Vec<usize>,
    wait_for: WaitFor,
) -> (Guard, Vec<usize>) {
    let this = thread::number();
    state.waits.push(Wait { thread: this, entry, running });
    if state.must_wait(this, wait_for) {
        // Another thread may wait for a call of this one, and need not any more.
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
    /// The entry that this thread has left with its outermost call there, if anybody cares.
    fn exited_by(&self, this: usize) -> Option<&'static Entry> {
        let waits = self.waits.iter().map(|wait| (wait.entry, &wait.running));
        let deferred = self.deferred.iter().map(|deferred| (deferred.entry, &deferred.running));
        // Of its own calls a thread knows for sure which are running.
        let exited = |(entry, running): &(&'static Entry, &Vec<usize>)| {
            running.contains(&this) && !entry.is_running_here()
        };
        waits.chain(deferred).find(exited).map(|(entry, _)| entry)
    }

    /// The calls of `thread` in `entry` have returned.
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

    /// The place of what is left to be done when the last call in `entry` has returned.
    fn deferred_at(&self, entry: &Entry) -> Option<usize> {
        self.deferred.iter().position(|deferred| ptr::eq(deferred.entry, entry))
    }

    /// Takes what is left to be done, if the last call in `entry` has returned, and its owner will
    /// not do it.
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

    /// In the child of a `fork`, which has no other thread than `this`. Frees nothing.
    ///
    /// # Safety
    ///
    /// - There is no other thread than `this`, which calls this.
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

    /// Whether `thread` waits until a call on `other` returns, perhaps by way of further threads.
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
