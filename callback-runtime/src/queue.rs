//! Calls on their way to another thread: a queue with a limit.

use core::fmt;
use core::time::Duration;
use std::boxed::Box;
use std::collections::{BTreeSet, VecDeque};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::time::Instant;

use crate::unwind;

/// A call that waits for the thread of its closure.
pub(crate) struct Job {
    /// The handle of the callback.
    pub(crate) handle: usize,
    /// With `true`, makes the call, on the thread of the queue's owner. With `false`, gives it up.
    pub(crate) run: Box<dyn FnOnce(bool)>,
}

// SAFETY: who pushes a job promises that any thread may give it up.
unsafe impl Send for Job {}

/// What a call does that finds the queue of its [`Dispatcher`](crate::Dispatcher) full.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum WhenFull {
    /// It waits until there is room, or its time is over.
    #[default]
    Wait,
    /// C gets the fallback.
    Refuse,
}

/// # Invariants
///
/// - Each job is of a callback in `handles`, so that none is left behind that nobody will give up.
struct State {
    jobs: VecDeque<Job>,
    /// The callbacks that are dispatched.
    handles: BTreeSet<usize>,
    is_closed: bool,
}

/// What callbacks share with their dispatcher.
pub(crate) struct Queue {
    state: Mutex<State>,
    /// A job has come, or gone, or a callback has ended.
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
                is_closed: false,
            }),
            changed: Condvar::new(),
            capacity,
            when_full: WhenFull::Wait,
            time_limit: None,
            waker: None,
        }
    }

    /// When a call has to be over that comes now.
    pub(crate) fn deadline(&self) -> Option<Instant> {
        self.time_limit.and_then(|limit| Instant::now().checked_add(limit))
    }

    /// How many calls are waiting.
    pub(crate) fn len(&self) -> usize {
        self.lock().jobs.len()
    }

    /// Takes the jobs of a callback from now on, until [`Queue::cancel`] or [`Queue::close`].
    pub(crate) fn admit(&self, handle: usize) {
        let mut state = self.lock();
        if !state.is_closed {
            state.handles.insert(handle);
        }
    }

    /// Adds a job, as soon as there is room.
    ///
    /// # Errors
    ///
    /// Gives it back if there is no room, and none until the deadline; or if nobody will run it.
    pub(crate) fn push(&self, job: Job, deadline: Option<Instant>) -> Result<(), Job> {
        let mut state = self.lock();
        while state.handles.contains(&job.handle) && state.jobs.len() >= self.capacity {
            if self.when_full == WhenFull::Refuse {
                return Err(job);
            }
            match wait(&self.changed, state, deadline) {
                Ok(woken) => state = woken,
                Err(Late) => return Err(job),
            }
        }
        // A call that is late, or that waited for room, may find its callback gone.
        if !state.handles.contains(&job.handle) {
            return Err(job);
        }
        state.jobs.push_back(job);
        drop(state);
        self.changed.notify_all();
        if let Some(waker) = &self.waker {
            if let Err(payload) = unwind::catch(waker) {
                unwind::drop_quietly(payload);
            }
        }
        Ok(())
    }

    /// Takes the first job.
    pub(crate) fn pop(&self) -> Option<Job> {
        self.popped(self.lock())
    }

    /// Takes the first job, as soon as there is one; `None` after the deadline.
    pub(crate) fn wait(&self, deadline: Option<Instant>) -> Option<Job> {
        let mut state = self.lock();
        while state.jobs.is_empty() {
            state = wait(&self.changed, state, deadline).ok()?;
        }
        self.popped(state)
    }

    fn popped(&self, mut state: MutexGuard<'_, State>) -> Option<Job> {
        let job = state.jobs.pop_front();
        drop(state);
        // There is room.
        self.changed.notify_all();
        job
    }

    /// Gives up the jobs of one callback, and takes no more.
    pub(crate) fn cancel(&self, handle: usize) {
        let mut state = self.lock();
        state.handles.remove(&handle);
        let (cancelled, jobs) = state.jobs.drain(..).partition(|job| job.handle == handle);
        state.jobs = jobs;
        drop(state);
        self.give_up(cancelled);
    }

    /// Gives up all jobs, and takes no more.
    pub(crate) fn close(&self) {
        let mut state = self.lock();
        state.is_closed = true;
        state.handles.clear();
        let jobs = std::mem::take(&mut state.jobs);
        drop(state);
        self.give_up(jobs);
    }

    fn give_up(&self, jobs: VecDeque<Job>) {
        for job in jobs {
            (job.run)(false);
        }
        self.changed.notify_all();
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        lock(&self.state)
    }
}

/// What C gets for a call that another thread makes.
pub(crate) struct Reply<R> {
    state: Mutex<Answer<R>>,
    given: Condvar,
}

enum Answer<R> {
    Awaited,
    Given(R),
    /// There is none, or nobody waits for it any more.
    GivenUp,
}

impl<R> Reply<R> {
    pub(crate) fn new() -> Arc<Self> {
        Arc::new(Self { state: Mutex::new(Answer::Awaited), given: Condvar::new() })
    }

    /// Whether somebody waits.
    pub(crate) fn is_awaited(&self) -> bool {
        matches!(*lock(&self.state), Answer::Awaited)
    }

    /// Answers who waits; with `None`, that there is no answer.
    pub(crate) fn give(&self, answer: Option<R>) {
        *lock(&self.state) = answer.map_or(Answer::GivenUp, Answer::Given);
        self.given.notify_all();
    }

    /// Waits for the answer; `None` if there is none, or not until the deadline.
    pub(crate) fn wait(&self, deadline: Option<Instant>) -> Option<R> {
        let mut state = lock(&self.state);
        loop {
            match std::mem::replace(&mut *state, Answer::GivenUp) {
                Answer::Given(answer) => return Some(answer),
                Answer::GivenUp => return None,
                Answer::Awaited => *state = Answer::Awaited,
            }
            match wait(&self.given, state, deadline) {
                Ok(woken) => state = woken,
                Err(Late) => {
                    // One that was given at the last moment counts.
                    let late = std::mem::replace(&mut *lock(&self.state), Answer::GivenUp);
                    return if let Answer::Given(answer) = late { Some(answer) } else { None };
                }
            }
        }
    }
}

/// The deadline is over.
struct Late;

fn wait<'a, T>(
    changed: &Condvar,
    state: MutexGuard<'a, T>,
    deadline: Option<Instant>,
) -> Result<MutexGuard<'a, T>, Late> {
    let Some(deadline) = deadline else {
        return Ok(changed.wait(state).unwrap_or_else(PoisonError::into_inner));
    };
    let left = deadline.saturating_duration_since(Instant::now());
    if left.is_zero() {
        return Err(Late);
    }
    Ok(changed.wait_timeout(state, left).unwrap_or_else(PoisonError::into_inner).0)
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    // Nothing panics under the lock.
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
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
