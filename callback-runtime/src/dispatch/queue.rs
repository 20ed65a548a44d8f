//! The queue of a dispatcher: calls that are sent to another thread, with a limit.

use core::fmt;
use core::time::Duration;
use std::boxed::Box;
use std::collections::{BTreeSet, VecDeque};
use std::sync::{Condvar, Mutex, MutexGuard};
use std::time::Instant;

use crate::dispatch::waiting::{self, TimedOut};
use crate::faults::unwind;

/// What to do with a call that was sent.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Action {
    /// Give it up. Any thread may do that.
    GiveUp,
    /// Make it, unless no thread waits for it anymore. Only the queue's owner thread may do that.
    Run,
}

/// A sent call, to be run or given up. Returns whether the call was made.
pub(crate) type Run<'a> = Box<dyn FnOnce(Action) -> bool + 'a>;

/// A call that waits for the thread of its closure.
struct Job {
    /// The handle of the callback.
    handle: usize,
    /// The number of the call.
    ticket: u64,
    run: Run<'static>,
}

// SAFETY: any thread may give the call up (see `Queue::push`), and only the owner of the queue makes it.
unsafe impl Send for Job {}

/// What a call does when the queue of its [`Dispatcher`](crate::Dispatcher) is full.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum WhenFull {
    /// The call waits until there is room, or until its [time limit](crate::Dispatcher::time_limit) is
    /// over.
    #[default]
    Wait,
    /// C gets the fallback immediately.
    Refuse,
}

/// # Invariants
///
/// - The callback of each job is in `handles`, so that each job is given up when its callback ends.
struct State {
    jobs: VecDeque<Job>,
    /// The callbacks that are dispatched.
    handles: BTreeSet<usize>,
    /// The number of calls so far.
    tickets: u64,
    is_shut_down: bool,
}

/// The state that callbacks share with their dispatcher.
pub(crate) struct Queue {
    state: Mutex<State>,
    /// A job was added or taken, or a callback ended.
    changed: Condvar,
    capacity: usize,
    pub(crate) when_full: WhenFull,
    pub(crate) time_limit: Option<Duration>,
    pub(crate) waker: Option<Box<dyn Fn() + Send + Sync>>,
}

impl Queue {
    pub(crate) fn new(capacity: usize) -> Self {
        Self {
            state: Mutex::new(State {
                jobs: VecDeque::new(),
                handles: BTreeSet::new(),
                tickets: 0,
                is_shut_down: false,
            }),
            changed: Condvar::new(),
            capacity,
            when_full: WhenFull::Wait,
            time_limit: None,
            waker: None,
        }
    }

    /// The deadline of a call that comes now.
    pub(crate) fn deadline(&self) -> Option<Instant> {
        self.time_limit.and_then(|limit| Instant::now().checked_add(limit))
    }

    /// The number of waiting calls.
    pub(crate) fn len(&self) -> usize {
        self.lock().jobs.len()
    }

    /// Accepts the jobs of a callback from now on, until [`Queue::remove_callback`] or [`Queue::shut_down`].
    pub(crate) fn add_callback(&self, handle: usize) {
        let mut state = self.lock();
        if !state.is_shut_down {
            state.handles.insert(handle);
        }
    }

    /// Adds a call of the callback with `handle`, as soon as there is room. Returns a ticket for
    /// [`Queue::withdraw`].
    ///
    /// # Errors
    ///
    /// Returns `run` if there is no room until the deadline, or if nobody will run it.
    ///
    /// # Safety
    ///
    /// - Any thread may give `run` up.
    pub(crate) unsafe fn push(
        &self,
        handle: usize,
        run: Run<'static>,
        deadline: Option<Instant>,
    ) -> Result<u64, Run<'static>> {
        let mut state = self.lock();
        while state.handles.contains(&handle) && state.jobs.len() >= self.capacity {
            if self.when_full == WhenFull::Refuse {
                return Err(run);
            }
            match waiting::wait(&self.changed, state, deadline) {
                Ok(woken) => state = woken,
                Err(TimedOut) => return Err(run),
            }
        }
        // The callback of a late call, or of a call that waited for room, may have ended.
        if !state.handles.contains(&handle) {
            return Err(run);
        }
        let ticket = state.tickets;
        state.tickets += 1;
        state.jobs.push_back(Job { handle, ticket, run });
        drop(state);
        self.changed.notify_all();
        if let Some(waker) = &self.waker {
            if let Err(payload) = unwind::catch(waker) {
                unwind::drop_quietly(payload);
            }
        }
        Ok(ticket)
    }

    /// Takes a call back, if nobody has taken it to run it.
    pub(crate) fn withdraw(&self, ticket: u64) -> Option<Run<'static>> {
        let mut state = self.lock();
        let at = state.jobs.iter().position(|job| job.ticket == ticket)?;
        let job = state.jobs.remove(at);
        drop(state);
        // For those that wait for room.
        self.changed.notify_all();
        job.map(|job| job.run)
    }

    /// Takes the first call.
    pub(crate) fn pop(&self) -> Option<Run<'static>> {
        self.take_first(self.lock())
    }

    /// Takes the first call, and waits for one if there is none. Returns `None` after the deadline.
    pub(crate) fn wait(&self, deadline: Option<Instant>) -> Option<Run<'static>> {
        let mut state = self.lock();
        while state.jobs.is_empty() {
            state = waiting::wait(&self.changed, state, deadline).ok()?;
        }
        self.take_first(state)
    }

    fn take_first(&self, mut state: MutexGuard<'_, State>) -> Option<Run<'static>> {
        let job = state.jobs.pop_front();
        drop(state);
        // For those that wait for room.
        self.changed.notify_all();
        job.map(|job| job.run)
    }

    /// Gives up the jobs of one callback, and accepts no more of them.
    pub(crate) fn remove_callback(&self, handle: usize) {
        let mut state = self.lock();
        state.handles.remove(&handle);
        let (removed, jobs) = state.jobs.drain(..).partition(|job| job.handle == handle);
        state.jobs = jobs;
        drop(state);
        self.give_up(removed);
    }

    /// Gives up all jobs, and accepts no more.
    pub(crate) fn shut_down(&self) {
        let mut state = self.lock();
        state.is_shut_down = true;
        state.handles.clear();
        let jobs = std::mem::take(&mut state.jobs);
        drop(state);
        self.give_up(jobs);
    }

    fn give_up(&self, jobs: VecDeque<Job>) {
        for job in jobs {
            (job.run)(Action::GiveUp);
        }
        self.changed.notify_all();
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        waiting::lock(&self.state)
    }
}

impl Drop for Queue {
    /// A thread of C may drop the last reference to the queue, so a panic of the waker's captures ends here.
    fn drop(&mut self) {
        unwind::drop_quietly(self.waker.take());
    }
}

impl fmt::Debug for Queue {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { capacity, when_full, time_limit, .. } = self;
        f.debug_struct("Queue")
            .field("len", &self.len())
            .field("capacity", capacity)
            .field("when_full", when_full)
            .field("time_limit", time_limit)
            .finish_non_exhaustive()
    }
}
