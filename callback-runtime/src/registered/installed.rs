//! A context on the heap that C finds in an entry: what registrations and slots share.

use core::mem::ManuallyDrop;
use core::ptr::NonNull;
use std::any::Any;
use std::boxed::Box;

use crate::contexts::context::{Context, Core};
use crate::contexts::record::Record;
use crate::contract::callback::{Callback, Escape, RawContext};
use crate::contract::kind::Repeats;
use crate::contract::user_data::UserData;
use crate::entries::drain;
use crate::entries::entry::{AWAITED, Entry, Place};
use crate::entries::sizes::{CHUNK, PLACE_SHIFT};
use crate::entries::table;
use crate::faults::fault::Fault;
use crate::faults::unwind;
use crate::registered::fork;

const _: () = assert!(AWAITED < CHUNK << PLACE_SHIFT, "in a handle, that bit chooses the entry");

/// Takes a place in the table for a callback.
///
/// # Panics
///
/// When the table is full.
pub(crate) fn reserve() -> Place {
    fork::follow();
    table::reserve()
}

/// A context that C finds in an entry, until this is dropped.
///
/// # Invariants
///
/// - `core` points to the core of a context that is alive, in a box, until `bury` is called with
///   it; only shared references to it are formed.
/// - `place` has been taken for this alone.
/// - If the closure belongs to a thread, this stays there: it is not `Send`, and what holds it is only for
///   closures of any thread. So the owner alone closes the entry.
pub(crate) struct Installed<C: Callback + 'static> {
    place: Place,
    core: NonNull<Core<C>>,
    bury: unsafe fn(NonNull<Core<C>>),
}

impl<C: Callback + 'static> Installed<C> {
    /// Puts a context into the entry of a place, for the calls of its own contract.
    ///
    /// # Safety
    ///
    /// - The place has been taken for this alone, and its `vacate` frees nothing.
    pub(crate) unsafe fn new<F: 'static>(mut context: Context<C, F>, place: Place) -> Self {
        context.bind_to_thread();
        let owner = context.core.header.record.gate.owner();
        context.core.header.record.place = Some(place);
        let core = leak(context);
        // SAFETY: the place has been taken (the caller's promise), and the context stays until it is buried.
        unsafe { place.entry.open(place.key, core.cast(), owner) };
        Self { place, core, bury: bury::<C, F> }
    }

    /// Puts something into the entry of a place that leads to a context, for calls on any thread:
    /// those that enter with `flipped` in the key.
    ///
    /// # Safety
    ///
    /// - The place has been taken for this alone. Those calls, and the place's `vacate`, find a `T`.
    pub(crate) unsafe fn behind<F: 'static, T>(
        mut context: Context<C, F>,
        place: Place,
        flipped: usize,
        front: impl FnOnce(NonNull<()>) -> Box<T>,
    ) -> Self {
        context.bind_to_thread();
        let core = leak(context);
        let front = NonNull::from(Box::leak(front(core.cast())));
        // SAFETY: as above, and until the place is vacated.
        unsafe { place.entry.open(place.key ^ flipped, front.cast(), 0) };
        Self { place, core, bury: bury::<C, F> }
    }

    /// What C has, if the place is one of the table: its handle.
    pub(crate) fn context(&self) -> RawContext<C> {
        C::Context::from_ptr(table::pointer(self.place.key))
    }

    pub(crate) fn entry(&self) -> &'static Entry {
        self.place.entry
    }

    fn core(&self) -> &Core<C> {
        // SAFETY: see the invariants.
        unsafe { self.core.as_ref() }
    }

    pub(crate) fn record(&self) -> &Record {
        &self.core().header.record
    }

    pub(crate) fn fault(&self) -> Option<Fault> {
        self.record().fault()
    }

    pub(crate) fn take_panic(&self) -> Option<Box<dyn Any + Send>> {
        self.record().take_panic()
    }

    /// Whether a call is running, on this thread or another one, as it looks from here.
    pub(crate) fn is_running(&self) -> bool {
        self.place.entry.is_running()
    }

    /// Refuses calls from now on, waits for those that are running on other threads, and drops the
    /// closure; or has that done when the last call returns that cannot be waited for.
    ///
    /// What the calls until then let escape comes back.
    pub(crate) fn evict(self) -> Option<Escape<C>> {
        // SAFETY: it is not dropped, too.
        unsafe { ManuallyDrop::new(self).end() }
    }

    /// [`evict`](Self::evict).
    ///
    /// # Safety
    ///
    /// - `self` is not used after this.
    unsafe fn end(&self) -> Option<Escape<C>> {
        let Self { place, core, bury } = *self;
        let closed = drain::close(place.entry);
        let (escaped, owner) = (self.core().escape.take(), self.record().gate.owner());
        let rest = move || {
            // SAFETY: nobody is in a call any more, or will be; and this is the end of it.
            unsafe { bury(core) };
            // SAFETY: as above.
            unsafe { place.vacate() };
        };
        match closed.settle() {
            Ok(()) => rest(),
            // SAFETY: on a foreign thread, `bury` leaves a closure alone that has an owner.
            Err(closed) => unsafe { closed.leave(owner, rest) },
        }
        escaped
    }

    /// Refuses calls from now on, waits for all that are running, and gives the closure back.
    ///
    /// # Safety
    ///
    /// - The context is one for `F`.
    pub(crate) unsafe fn take_back<F: 'static>(self) -> F
    where
        C::Kind: Repeats,
    {
        let Self { place, core, .. } = *ManuallyDrop::new(self);
        drain::close_and_wait(place.entry);
        // SAFETY: the pointer came from a box of this type (the caller's promise), and nobody is in a
        // call any more, or will be.
        let context = unsafe { Box::from_raw(core.cast::<Context<C, F>>().as_ptr()) };
        // SAFETY: as above.
        unsafe { place.vacate() };
        C::Kind::unstore(context.closure.into_inner())
    }
}

impl<C: Callback + 'static> Drop for Installed<C> {
    fn drop(&mut self) {
        // SAFETY: this is the end.
        unwind::drop_quietly(unsafe { self.end() });
    }
}

fn leak<C: Callback, F>(context: Context<C, F>) -> NonNull<Core<C>> {
    NonNull::from(Box::leak(Box::new(context))).cast()
}

/// Drops a context. On a thread that does not own it, leaks it and reports that.
///
/// # Safety
///
/// - `core` points to the core of a context for `F`, which was put into a box here, and which
///   nobody uses any more.
unsafe fn bury<C: Callback, F>(core: NonNull<Core<C>>) {
    // SAFETY: the pointer came from a box (the caller's promise).
    let context = unsafe { Box::from_raw(core.cast::<Context<C, F>>().as_ptr()) };
    if context.core.header.record.gate.is_foreign() {
        Box::leak(context);
        C::SITE.report(Fault::WrongThread).and_leaked().send();
    } else {
        C::SITE.drop_captures(context);
    }
}
