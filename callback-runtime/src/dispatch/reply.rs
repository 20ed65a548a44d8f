//! What C gets for a call that another thread makes.

use core::mem;
use std::sync::{Arc, Condvar, Mutex};
use std::time::Instant;

use crate::dispatch::waiting::{self, TimedOut};

/// What C gets for a call that another thread makes.
///
/// An answer need not be `Send`, and what is in here is dropped by whoever lets go of it last. So none
/// stays: who waits takes it, and passes it on to C, or else who gives it gets it back.
pub(crate) struct Reply<R> {
    state: Mutex<Answer<R>>,
    given: Condvar,
}

enum Answer<R> {
    Pending,
    Given(R),
    /// There is none.
    GivenUp,
    /// It is waited for no more.
    Unwanted,
}

impl<R> Reply<R> {
    pub(crate) fn new() -> Arc<Self> {
        Arc::new(Self { state: Mutex::new(Answer::Pending), given: Condvar::new() })
    }

    /// Whether somebody waits.
    pub(crate) fn is_pending(&self) -> bool {
        matches!(*waiting::lock(&self.state), Answer::Pending)
    }

    /// Answers who waits. An answer that is waited for no more comes back.
    #[must_use]
    pub(crate) fn give(&self, answer: R) -> Option<R> {
        let mut state = waiting::lock(&self.state);
        if !matches!(*state, Answer::Pending) {
            return Some(answer);
        }
        *state = Answer::Given(answer);
        drop(state);
        self.given.notify_all();
        None
    }

    /// Tells who waits that there is no answer.
    pub(crate) fn give_up(&self) {
        let mut state = waiting::lock(&self.state);
        if matches!(*state, Answer::Pending) {
            *state = Answer::GivenUp;
        }
        drop(state);
        self.given.notify_all();
    }

    /// Waits for the answer, once; `None` if there is none, or not until the deadline.
    pub(crate) fn wait(&self, deadline: Option<Instant>) -> Option<R> {
        let mut state = waiting::lock(&self.state);
        while matches!(*state, Answer::Pending) {
            match waiting::wait(&self.given, state, deadline) {
                Ok(woken) => state = woken,
                Err(TimedOut) => {
                    // One that was given at the last moment counts.
                    state = waiting::lock(&self.state);
                    break;
                }
            }
        }
        match mem::replace(&mut *state, Answer::Unwanted) {
            Answer::Given(answer) => Some(answer),
            Answer::Pending | Answer::GivenUp | Answer::Unwanted => None,
        }
    }
}
