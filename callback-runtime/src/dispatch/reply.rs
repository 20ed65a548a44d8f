//! The answer to a call that is made on another thread.

use core::mem;
use std::sync::{Arc, Condvar, Mutex};
use std::time::Instant;

use crate::dispatch::waiting::{self, TimedOut};

/// The answer to a call that is made on another thread.
///
/// An answer need not be `Send`, and whoever drops the last reference to this drops what is in it. So no answer
/// stays here: the waiting thread takes it and returns it to C, or else the answering thread gets it back.
pub(crate) struct Reply<R> {
    state: Mutex<Answer<R>>,
    given: Condvar,
}

enum Answer<R> {
    Pending,
    Given(R),
    /// There will be no answer.
    GivenUp,
    /// The caller has stopped waiting.
    Unwanted,
}

impl<R> Reply<R> {
    /// Makes a reply, for the thread that waits for it and for the one that gives it.
    #[inline(never)]
    pub(crate) fn shared_by_two() -> (Arc<Self>, Arc<Self>) {
        let reply = Arc::new(Self { state: Mutex::new(Answer::Pending), given: Condvar::new() });
        (Arc::clone(&reply), reply)
    }

    /// Whether the caller still waits.
    pub(crate) fn is_pending(&self) -> bool {
        matches!(*waiting::lock(&self.state), Answer::Pending)
    }

    /// Answers the waiting thread. Returns the answer if that thread has stopped waiting.
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

    /// Notifies the waiting thread that there will be no answer.
    pub(crate) fn give_up(&self) {
        let mut state = waiting::lock(&self.state);
        if matches!(*state, Answer::Pending) {
            *state = Answer::GivenUp;
        }
        drop(state);
        self.given.notify_all();
    }

    /// Waits for the answer. Returns `None` if there is none until the deadline. To be called once.
    pub(crate) fn wait(&self, deadline: Option<Instant>) -> Option<R> {
        let mut state = waiting::lock(&self.state);
        while matches!(*state, Answer::Pending) {
            match waiting::wait(&self.given, state, deadline) {
                Ok(woken) => state = woken,
                Err(TimedOut) => {
                    // An answer that was given at the last moment counts.
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
