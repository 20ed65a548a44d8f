//! What C gets for a call that another thread makes.

use core::mem;
use std::sync::{Arc, Condvar, Mutex};
use std::time::Instant;

use crate::waiting::{self, Late};

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
        matches!(*waiting::lock(&self.state), Answer::Awaited)
    }

    /// Answers who waits; with `None`, that there is no answer.
    pub(crate) fn give(&self, answer: Option<R>) {
        *waiting::lock(&self.state) = answer.map_or(Answer::GivenUp, Answer::Given);
        self.given.notify_all();
    }

    /// Waits for the answer; `None` if there is none, or not until the deadline.
    pub(crate) fn wait(&self, deadline: Option<Instant>) -> Option<R> {
        let mut state = waiting::lock(&self.state);
        loop {
            match mem::replace(&mut *state, Answer::GivenUp) {
                Answer::Given(answer) => return Some(answer),
                Answer::GivenUp => return None,
                Answer::Awaited => *state = Answer::Awaited,
            }
            match waiting::wait(&self.given, state, deadline) {
                Ok(woken) => state = woken,
                Err(Late) => {
                    // One that was given at the last moment counts.
                    let late = mem::replace(&mut *waiting::lock(&self.state), Answer::GivenUp);
                    return if let Answer::Given(answer) = late { Some(answer) } else { None };
                }
            }
        }
    }
}
