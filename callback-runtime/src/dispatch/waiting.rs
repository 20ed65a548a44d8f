//! Waiting for another thread, until a deadline.

use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};
use std::time::Instant;

/// The deadline is over.
pub(crate) struct TimedOut;

/// Waits until what is locked has changed, or the deadline is over, if there is one.
pub(crate) fn wait<'a, T>(
    changed: &Condvar,
    state: MutexGuard<'a, T>,
    deadline: Option<Instant>,
) -> Result<MutexGuard<'a, T>, TimedOut> {
    let Some(deadline) = deadline else {
        return Ok(changed.wait(state).unwrap_or_else(PoisonError::into_inner));
    };
    let left = deadline.saturating_duration_since(Instant::now());
    if left.is_zero() {
        return Err(TimedOut);
    }
    Ok(changed.wait_timeout(state, left).unwrap_or_else(PoisonError::into_inner).0)
}

/// Locks what no panic can leave half done.
pub(crate) fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    // Nothing panics under the lock.
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
