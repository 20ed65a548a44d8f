//! The loop of a thread that runs closures which C calls on others.

use core::iter;
use core::marker::PhantomData;
use core::time::Duration;
use std::boxed::Box;
use std::sync::Arc;
use std::time::Instant;

use crate::dispatch::queue::{Queue, WhenFull};

/// Runs closures on the thread that made it, which C calls on others. See [`Context::dispatch`](crate::Context::dispatch).
///
/// It has a queue for so many calls. When that is full, a call waits for room, or C gets the
/// fallback: see [`WhenFull`]. A call that waits, for room or for the closure's value, does so until
/// its [`time_limit`](Self::time_limit) is over, or, without one, for ever; then C gets the fallback,
/// and the closure is not entered for it; where it is running already, its value is lost. A call for
/// which C expects nothing may stay in the queue as long as it likes. Each that gets lost is reported as
/// [`Fault::Undelivered`](crate::Fault::Undelivered), and poisons nothing.
///
/// A call that waits, for room or for a value, waits for this thread. So C must not wait for its threads, or
/// for a lock that they hold, in what this thread calls meanwhile, `set` included; in `unset` it may wait for
/// threads that are in no other callback of this dispatcher. With a [`time_limit`](Self::time_limit), no wait is
/// for ever.
///
/// Do not call [`run_pending`](Self::run_pending) inside a dispatched `FnMut`: a call of the same closure that
/// is in the queue would be refused as [`Fault::Reentered`](crate::Fault::Reentered).
///
/// When the dispatcher is dropped, the calls in the queue are given up, and all later ones of other
/// threads. One on the owner's own thread never needs the dispatcher.
#[derive(Debug)]
pub struct Dispatcher {
    queue: Arc<Queue>,
    /// It stays on its thread.
    _thread: PhantomData<*const ()>,
}

impl Dispatcher {
    /// A dispatcher for this thread, whose queue holds `capacity` calls.
    ///
    /// # Panics
    ///
    /// If `capacity` is 0.
    #[must_use]
    pub fn new(capacity: usize) -> Self {
        assert!(capacity > 0, "the capacity of a `Dispatcher` cannot be 0");
        Self { queue: Arc::new(Queue::new(capacity)), _thread: PhantomData }
    }

    /// What a call does that finds the queue full; [`WhenFull::Wait`] if this is not said.
    ///
    /// # Panics
    ///
    /// If a callback has been dispatched already.
    #[must_use]
    pub fn when_full(mut self, when_full: WhenFull) -> Self {
        self.configure().when_full = when_full;
        self
    }

    /// How long a call waits, for room and for the closure's value together.
    ///
    /// # Panics
    ///
    /// If a callback has been dispatched already.
    #[must_use]
    pub fn time_limit(mut self, time_limit: Duration) -> Self {
        self.configure().time_limit = Some(time_limit);
        self
    }

    /// What is run when a call has been put into the queue, on the thread of that call: to wake an
    /// event loop, which then calls [`run_pending`](Self::run_pending). A panic of it has no effect.
    ///
    /// # Panics
    ///
    /// If a callback has been dispatched already.
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

    /// Runs the calls that are in the queue now; how many it was that came to a closure.
    #[allow(clippy::must_use_candidate, reason = "it is called for what it does")]
    pub fn run_pending(&self) -> usize {
        let pending = self.queue.len();
        let runs = (0..pending).map_while(|_| self.queue.pop());
        runs.filter_map(|run| run(true).then_some(())).count()
    }

    /// Runs the next call, and waits for it if there is none.
    pub fn recv(&self) {
        self.recv_until(None);
    }

    /// Runs the next call, and waits for it if there is none, but no longer than `timeout`; whether
    /// there was one that came to a closure.
    #[allow(clippy::must_use_candidate, reason = "it is called for what it does")]
    pub fn recv_timeout(&self, timeout: Duration) -> bool {
        self.recv_until(Instant::now().checked_add(timeout))
    }

    fn recv_until(&self, deadline: Option<Instant>) -> bool {
        // One that has been given up at the last moment is none.
        iter::from_fn(|| self.queue.wait(deadline)).any(|run| run(true))
    }
}

impl Drop for Dispatcher {
    fn drop(&mut self) {
        self.queue.close();
    }
}
