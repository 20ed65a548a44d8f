//! A context on the heap that C finds in an entry: what registrations and slots share.

use core::ptr::NonNull;
use std::any::Any;
use std::boxed::Box;

use crate::callback::{Callback, Escape};
use crate::context::{Context, Core};
use crate::entry::{Entry, Place};
use crate::fault::Fault;
use crate::header::Header;
use crate::kind::Repeats;
use crate::settle;

/// A context that C finds in an entry, until it is evicted.
///
/// # Invariants
///
/// - `core` points to the core of a context that is alive, in a box, until `bury` is called with
///   it; only shared references to it are formed.
pub(crate) struct Lodged<C: Callback> {
    place: Place,
    core: NonNull<Core<C>>,
    bury: unsafe fn(NonNull<Core<C>>),
}

impl<C: Callback + 'static> Lodged<C> {
    /// `open` puts the context into an entry.
    pub(crate) fn new<F: 'static>(
        mut context: Context<C, F>,
        open: impl FnOnce(NonNull<()>) -> Place,
    ) -> Self {
        context.bind_to_thread();
        let context = NonNull::from(Box::leak(Box::new(context)));
        Self { place: open(context.cast()), core: context.cast(), bury: bury::<C, F> }
    }

    /// What `Place::vacate` knows its entry by.
    pub(crate) fn number(&self) -> usize {
        self.place.number
    }

    pub(crate) fn entry(&self) -> &'static Entry {
        self.place.entry
    }

    fn core(&self) -> &Core<C> {
        // SAFETY: see the invariants.
        unsafe { self.core.as_ref() }
    }

    pub(crate) fn header(&self) -> &Header<C::Return> {
        &self.core().header
    }

    pub(crate) fn fault(&self) -> Option<Fault> {
        self.header().fault()
    }

    pub(crate) fn take_panic(&self) -> Option<Box<dyn Any + Send>> {
        self.header().take_panic()
    }

    /// Whether a call is running, on this thread or another one, as it looks from here.
    pub(crate) fn is_running(&self) -> bool {
        self.place.entry.threads().next().is_some()
    }

    /// Refuses calls from now on, waits for those that are running on other threads, and drops the
    /// closure; or has that done when the last call returns that cannot be waited for.
    ///
    /// What the calls until then let escape comes back. To be called once.
    pub(crate) fn evict(&self) -> Option<Escape<C>> {
        let Self { place, core, bury } = *self;
        let closed = settle::close(place.entry);
        let (escaped, owner) = (self.core().escape.take(), self.header().gate.owner());
        let rest = move || {
            // SAFETY: nobody is in a call any more, or will be; and this is the end of it.
            unsafe { bury(core) };
            place.vacate();
        };
        match closed.settle() {
            Ok(()) => rest(),
            // SAFETY: on a foreign thread, `bury` leaves a closure alone that has an owner.
            Err(closed) => unsafe { closed.leave(owner, rest) },
        }
        escaped
    }

    /// Refuses calls from now on, waits for all that are running, and gives the closure back.
    pub(crate) fn take_back<F: 'static>(self) -> F
    where
        C::Kind: Repeats,
    {
        settle::close_and_wait(self.place.entry);
        // SAFETY: the pointer came from a box, and nobody is in a call any more, or will be.
        let context = unsafe { Box::from_raw(self.core.cast::<Context<C, F>>().as_ptr()) };
        self.place.vacate();
        C::Kind::unstore(context.closure.into_inner())
    }
}

/// Drops a context. On a thread that does not own it, leaks it and reports that.
///
/// # Safety
///
/// - `core` points to the core of a context for `F`, which `Lodged::new` put into a box, and which
///   nobody uses any more.
unsafe fn bury<C: Callback, F>(core: NonNull<Core<C>>) {
    // SAFETY: the pointer came from a box (the caller's promise).
    let context = unsafe { Box::from_raw(core.cast::<Context<C, F>>().as_ptr()) };
    if context.core.header.gate.is_foreign() {
        Box::leak(context);
        C::SITE.report(Fault::WrongThread).and_leaked().send();
    } else {
        C::SITE.drop_captures(context);
    }
}
