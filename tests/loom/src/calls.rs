//! The actions of C in a model, and the ends of callbacks: calls, refused calls, unregistrations.

use std::ptr::NonNull;
use std::rc::Rc;

use crate::entries::drain;
use crate::entries::entry::Entry;
use crate::entries::entry_guard::{EntryGuard, Lent, Nested, OfAny, OfOwner};
use crate::model::{Context, KEY, entry};

/// Makes a call. Returns whether it entered the closure, which is `body`.
pub(crate) fn call(handle: usize, body: impl FnOnce(&Context)) -> bool {
    call_in(entry(handle), handle, body)
}

/// Makes a call by a stub, if any thread may call. It enters whichever callback is there.
pub(crate) fn call_slot(entry: &'static Entry, body: impl FnOnce(&Context)) -> bool {
    call_in(entry, KEY, body)
}

fn call_in(entry: &'static Entry, key: usize, body: impl FnOnce(&Context)) -> bool {
    match OfAny::enter(entry, key) {
        Some(found) => go_in(found, body),
        None => Lent::enter(entry, key).is_some_and(|found| go_in(found, body)),
    }
}

/// Makes a call to a callback that belongs to one thread.
pub(crate) fn call_own(handle: usize, body: impl FnOnce(&Context)) -> bool {
    let found = Nested::enter(entry(handle), handle);
    found.is_some_and(|found| go_in(found, body))
}

/// Makes a call by a stub, if the callback belongs to one thread. It enters whichever callback is there.
pub(crate) fn call_stub<const ALONE: bool>(
    entry: &'static Entry,
    body: impl FnOnce(&Context),
) -> bool {
    OfOwner::<ALONE>::enter_current(entry).is_some_and(|found| go_in(found, body))
}

/// Reports a call that was refused. Returns whether it found its callback.
pub(crate) fn look(handle: usize) -> bool {
    look_and(handle, |_| ())
}

/// The same, with a body. The fault hook runs there.
pub(crate) fn look_and(handle: usize, body: impl FnOnce(&Context)) -> bool {
    look_in(entry(handle), handle, body)
}

/// The same for a call by a stub.
pub(crate) fn look_in_slot(entry: &'static Entry, body: impl FnOnce(&Context)) -> bool {
    look_in(entry, KEY, body)
}

fn look_in(entry: &'static Entry, key: usize, body: impl FnOnce(&Context)) -> bool {
    Lent::enter_even_poisoned(entry, key).is_some_and(|found| go_in(found, body))
}

fn go_in<V: EntryGuard>((context, guard): (NonNull<()>, V), body: impl FnOnce(&Context)) -> bool {
    // SAFETY: a context that was found is alive, or else loom reports it. The model owns its memory.
    let context = unsafe { context.cast::<Context>().as_ref() };
    context.touch();
    body(context);
    context.touch();
    // SAFETY: the call has entered, and ends here.
    unsafe { guard.exit_and_notify() };
    true
}

/// Does what `Installed::end` does. Returns whether the closure was dropped.
pub(crate) fn unlist(context: &Rc<Context>, owner: usize) -> bool {
    let claim = context.claim();
    let drained = drain::close_and_wait_for_others(claim.entry);
    let context = Rc::clone(context);
    let bury = move || {
        context.bury();
        // SAFETY: this runs when the last call has returned.
        unsafe { claim.give_back() };
    };
    match drained.ensure_idle() {
        Ok(()) => {
            bury();
            true
        }
        Err(drained) => {
            // SAFETY: loom runs all threads on one.
            unsafe { drained.defer(owner, bury) };
            false
        }
    }
}

/// Does what `Installed::into_closure` does.
pub(crate) fn take_back(context: &Context) {
    drain::close_and_wait_for_all(context.claim().entry);
    context.bury();
    // SAFETY: all calls have returned.
    unsafe { context.claim().give_back() };
}
