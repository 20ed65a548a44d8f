//! The dispatcher: the thread of the closures takes calls from its queue and runs them.

use core::iter;
use core::marker::PhantomData;
use core::time::Duration;
use std::boxed::Box;
use std::sync::Arc;
use std::time::Instant;

use crate::dispatch::queue::{Action, Queue, WhenFull};

/// Runs closures on the thread that created the dispatcher, on behalf of calls that C makes on other
/// threads.
///
/// [`Context::dispatch`](crate::Context::dispatch) connects a closure with a dispatcher. A call on another
/// thread goes into the queue of the dispatcher. The thread that created the dispatcher, the *owner
/// thread*, takes the call out in [`run_pending`](Self::run_pending) or [`recv`](Self::recv), and runs the
/// closure.
///
/// # Waiting
///
/// The queue has room for a limited number of calls. If it is full, a call waits for room, or C gets the
/// fallback, which is the value of the key `fallback`: see [`WhenFull`]. If C expects a value, the call
/// also waits for the value.
///
/// Without a [`time_limit`](Self::time_limit), a call waits as long as it takes, even forever. With one, a
/// call whose time is over gives C the fallback. The closure is not entered for it. If the closure is
/// already running, its value is lost. A call for which C expects no value may stay in the queue without
/// limit.
///
/// Each call that is lost is reported as [`Fault::Undelivered`](crate::Fault::Undelivered), which does not
/// poison the context.
///
/// # Deadlocks
///
/// A call that waits, for room or for a value, waits for the owner thread. So no function of C that the
/// owner thread calls meanwhile, including those in the `set` of [`register`](crate::Dispatched::register),
/// may wait for C's threads, or for a lock that they hold. In `unset`, C may wait for threads that are in
/// no other callback of this dispatcher. With a [`time_limit`](Self::time_limit), no wait is forever.
///
/// Do not call [`run_pending`](Self::run_pending) inside a dispatched `FnMut`. A call of the same closure
/// that is in the queue would be refused as [`Fault::Reentered`](crate::Fault::Reentered).
///
/// # The end
///
/// When the dispatcher is dropped, the calls in the queue are given up, and so are all later calls of other
/// threads. A call on the owner thread never needs the dispatcher.
#[derive(Debug)]
pub struct Dispatcher {
    queue: Arc<Queue>,
    /// It stays on its thread.
    _thread: PhantomData<*const ()>,
}

impl Dispatcher {
    /// Creates a dispatcher for the calling thread, with a queue that holds `capacity` calls.
    ///
    /// # Panics
    ///
    /// Panics if `capacity` is 0.
    #[must_use]
    pub fn new(capacity: usize) -> Self {
        assert!(capacity > 0, "the capacity of a `Dispatcher` cannot be 0");
        Self { queue: Arc::new(Queue::new(capacity)), _thread: PhantomData }
    }

    /// Sets what a call does that finds the queue full. The default is [`WhenFull::Wait`].
    ///
    /// # Panics
    ///
    /// Panics if a callback has been dispatched already.
    #[must_use]
    pub fn when_full(mut self, when_full: WhenFull) -> Self {
        self.configure().when_full = when_full;
        self
    }

    /// Sets how long a call waits, for room and for the closure's value together. By default there is no
    /// limit.
    ///
    /// # Panics
    ///
    /// Panics if a callback has been dispatched already.
    #[must_use]
    pub fn time_limit(mut self, time_limit: Duration) -> Self {
        self.configure().time_limit = Some(time_limit);
        self
    }

    /// Sets a closure that runs each time a call has been put into the queue, on the thread of that call.
    ///
    /// Use it to wake an event loop, which then calls [`run_pending`](Self::run_pending). A panic of the
    /// waker has no effect.
    ///
    /// # Panics
    ///
    /// Panics if a callback has been dispatched already.
    #[must_use]
    pub fn waker(mut self, waker: impl Fn() + Send + Sync + 'static) -> Self {
        self.configure().waker = Some(Box::new(waker));
        self
    }

    pub(crate) fn queue(&self) -> Arc<Queue> {
        Arc::clone(&self.queue)
    }

    fn configure(&mut self) -> &mut Queue {
        Arc::get_mut(&mut self.queue).expect("a `Dispatcher` cannot be configured after `dispatch`")
    }

    /// Runs the calls that are in the queue now, and returns how many of them reached a closure.
    #[allow(clippy::must_use_candidate, reason = "it is called for what it does")]
    pub fn run_pending(&self) -> usize {
        let pending = self.queue.len();
        let runs = (0..pending).map_while(|_| self.queue.pop());
        runs.filter_map(|run| run(Action::Run).then_some(())).count()
    }

    /// Runs the next call. Waits for one if there is none.
    pub fn recv(&self) {
        self.recv_until(None);
    }

    /// Runs the next call. Waits for one if there is none, but no longer than `timeout`.
    ///
    /// Returns whether a call came that reached a closure.
    #[allow(clippy::must_use_candidate, reason = "it is called for what it does")]
    pub fn recv_timeout(&self, timeout: Duration) -> bool {
        self.recv_until(Instant::now().checked_add(timeout))
    }

    fn recv_until(&self, deadline: Option<Instant>) -> bool {
        // A call that was given up at the last moment does not count.
        iter::from_fn(|| self.queue.wait(deadline)).any(|run| run(Action::Run))
    }
}

impl Drop for Dispatcher {
    fn drop(&mut self) {
        self.queue.shut_down();
    }
}
