//! A call, from the moment that it looks for its callback until it leaves it.

use core::ptr::NonNull;

use crate::barrier;
use crate::entry::Entry;
use crate::hazards::{self, Running};
use crate::settle;

/// A call that is in an entry, and keeps the context there alive.
#[derive(Clone, Copy)]
pub(crate) struct Visit {
    entry: &'static Entry,
    running: Running,
}

/// Enters the callback that has `key`, if it is in `entry`: its context stays alive until
/// [`leave`].
#[inline(always)]
pub(crate) fn enter(entry: &'static Entry, key: usize) -> Option<(NonNull<()>, Visit)> {
    let visit = Visit { entry, running: hazards::enter(entry.address()) };
    barrier::light();
    let Some(context) = entry.context(key) else {
        // SAFETY: entered above, and no other call since.
        unsafe { leave(visit) };
        return None;
    };
    Some((context, visit))
}

/// Ends a call; if that is what somebody waits for, they are told.
///
/// # Safety
///
/// - `visit` is of the innermost call of this thread that has entered and not left.
#[inline(always)]
pub(crate) unsafe fn leave(visit: Visit) {
    // SAFETY: the caller's promise.
    unsafe { hazards::leave(visit.running) };
    barrier::light();
    if visit.entry.is_watched() {
        look(visit.entry);
    }
}

#[cold]
#[inline(never)]
fn look(entry: &'static Entry) {
    if entry.is_closed() {
        settle::left(entry);
    }
}
