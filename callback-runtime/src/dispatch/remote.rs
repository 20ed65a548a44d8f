//! What the entry of a dispatched callback leads to, and how a call finds it.

use core::ptr::NonNull;
use std::boxed::Box;
use std::sync::Arc;

use crate::contract::kind::Affinity;
use crate::dispatch::queue::Queue;
use crate::entries::entry::{Claim, DISPATCHED};
use crate::entries::entry_guard::{EntryGuard, Lent};
use crate::entries::table;
use crate::registered::any_installed::{AnyInstalled, Boxed};

/// The target of a dispatched callback's entry.
struct Remote {
    context: NonNull<()>,
    queue: Arc<Queue>,
}

/// The guard of a call that has found its callback.
///
/// Holds a pointer: a reference in an argument would have to stay valid until the function returns, and the
/// function may end the call.
#[derive(Clone, Copy)]
pub(super) struct Found {
    remote: NonNull<Remote>,
    pub(super) handle: usize,
    pub(super) guard: Lent,
}

impl Found {
    pub(super) fn look_up(handle: usize) -> Option<Self> {
        let entry = table::entry(handle);
        let (remote, guard) = Lent::enter(entry, handle ^ DISPATCHED)?;
        Some(Self { remote: remote.cast(), handle, guard })
    }

    /// Returns the context of the callback.
    ///
    /// # Safety
    ///
    /// - The call has not exited.
    pub(super) unsafe fn context(self) -> NonNull<()> {
        // SAFETY: the entry of a dispatched callback leads to a `Remote`, which is alive until the call exits
        // (the caller's promise).
        unsafe { (*self.remote.as_ptr()).context }
    }

    /// Ends the call. Returns the queue of the thread that owns the context.
    ///
    /// # Safety
    ///
    /// - As for [`EntryGuard::exit_and_notify`].
    pub(super) unsafe fn exit(self) -> Arc<Queue> {
        // SAFETY: as in `context`.
        let queue = Arc::clone(unsafe { &(*self.remote.as_ptr()).queue });
        // SAFETY: the caller's promise.
        unsafe { self.guard.exit_and_notify() };
        queue
    }
}

/// Puts the context of a dispatched callback into an entry, for the calls that look it up.
///
/// # Panics
///
/// When the table is full.
pub(super) fn install(context: Boxed, affinity: Affinity, queue: Arc<Queue>) -> AnyInstalled {
    let shared = Arc::clone(&queue);
    let target = |context| Box::new(Remote { context, queue });
    // SAFETY: the calls with `DISPATCHED` in the key, and `give_back`, expect a `Remote`, which `give_back` frees.
    let installed = unsafe { context.install_indirectly(affinity, DISPATCHED, give_back, target) };
    shared.add_callback(installed.handle().addr());
    installed
}

/// Gives up the calls of a dispatched callback that are in the queue, and all later ones.
///
/// # Safety
///
/// - `handle` is that of a dispatched callback, which is installed until this returns.
pub(super) unsafe fn stop(handle: *mut ()) {
    let remote = table::entry(handle.addr()).last_context().cast::<Remote>();
    // SAFETY: the entry of a dispatched callback leads to a `Remote`, which is alive until the callback has ended (the
    // caller's promise).
    let queue = unsafe { &(*remote).queue };
    queue.remove_callback(handle.addr());
}

/// Gives the entry of a dispatched callback back, and gives up its calls in the queue.
///
/// # Safety
///
/// - As for [`Claim::give_back`](crate::entries::entry::Claim::give_back), and the entry led to a `Remote` in a
///   box.
unsafe fn give_back(claim: Claim) {
    // SAFETY: the pointer came from a box, and no call is in the entry anymore (the caller's promise).
    let remote = unsafe { Box::from_raw(claim.entry.last_context().cast::<Remote>()) };
    remote.queue.remove_callback(claim.key);
    // SAFETY: the entry is claimed and given back once, and no call is in it (the caller's promise).
    unsafe { table::give_back(claim) };
}
