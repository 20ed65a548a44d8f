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
use crate::entries::entry::{AWAITED, Claim, Entry};
use crate::entries::sizes::{CHUNK, OFFSET_SHIFT};
use crate::entries::table;
use crate::faults::fault::Fault;
use crate::faults::unwind;
use crate::registered::fork;

const _: () = assert!(AWAITED < CHUNK << OFFSET_SHIFT, "in a handle, that bit chooses the entry");

/// Takes a place in the table for a callback.
///
/// # Panics
///
/// When the table is full.
pub(crate) fn claim() -> Claim {
    fork::install_handlers();
    table::claim()
}

/// A context that C finds in an entry, until this is dropped.
///
/// # Invariants
///
/// - `core` points to the core of a context that is alive, in a box, until `drop_context` is called with
///   it; only shared references to it are formed.
/// - `claim` has been taken for this alone.
/// - If the closure belongs to a thread, this stays there: it is not `Send`, and what holds it is only for
///   closures of any thread. So the owner alone closes the entry.
pub(crate) struct Installed<C: Callback + 'static> {
    claim: Claim,
    core: NonNull<Core<C>>,
    drop_context: unsafe fn(NonNull<Core<C>>),
}

impl<C: Callback + 'static> Installed<C> {
    /// Puts a context into the entry of a claim, for the calls of its own contract.
    ///
    /// # Safety
    ///
    /// - The entry has been claimed for this alone, and its `give_back` frees nothing.
    pub(crate) unsafe fn new<F: 'static>(mut context: Context<C, F>, claim: Claim) -> Self {
        context.set_owner();
        let owner = context.core.header.record.gate.owner();
        context.core.header.record.claim = Some(claim);
        let core = leak(context);
        // SAFETY: the entry has been claimed (the caller's promise), and the context stays until it is buried.
        unsafe { claim.entry.open(claim.key, core.cast(), owner) };
        Self { claim, core, drop_context: drop_context::<C, F> }
    }

    /// Puts something into the entry of a place that leads to a context, for calls on any thread:
    /// those that enter with `flipped` in the key.
    ///
    /// # Safety
    ///
    /// - The entry has been claimed for this alone. Those calls, and the place's `give_back`, find a `T`.
    pub(crate) unsafe fn new_indirect<F: 'static, T>(
        mut context: Context<C, F>,
        claim: Claim,
        flipped: usize,
        target: impl FnOnce(NonNull<()>) -> Box<T>,
    ) -> Self {
        context.set_owner();
        let core = leak(context);
        let target = NonNull::from(Box::leak(target(core.cast())));
        // SAFETY: as above, and until the place is vacated.
        unsafe { claim.entry.open(claim.key ^ flipped, target.cast(), 0) };
        Self { claim, core, drop_context: drop_context::<C, F> }
    }

    /// What C has, if the place is one of the table: its handle.
    pub(crate) fn context(&self) -> RawContext<C> {
        C::Context::from_ptr(table::pointer(self.claim.key))
    }

    pub(crate) fn entry(&self) -> &'static Entry {
        self.claim.entry
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
        self.claim.entry.is_running()
    }

    /// Refuses calls from now on, waits for those that are running on other threads, and drops the
    /// closure; or has that done when the last call returns that cannot be waited for.
    ///
    /// What the calls until then let escape comes back.
    pub(crate) fn end(self) -> Option<Escape<C>> {
        // SAFETY: it is not dropped, too.
        unsafe { ManuallyDrop::new(self).end_in_place() }
    }

    /// [`end`](Self::end).
    ///
    /// # Safety
    ///
    /// - `self` is not used after this.
    unsafe fn end_in_place(&self) -> Option<Escape<C>> {
        let Self { claim, core, drop_context } = *self;
        let drained = drain::close_and_wait_for_others(claim.entry);
        let (escaped, owner) = (self.core().escape.take(), self.record().gate.owner());
        let rest = move || {
            // SAFETY: nobody is in a call any more, or will be; and this is the end of it.
            unsafe { drop_context(core) };
            // SAFETY: as above.
            unsafe { claim.give_back() };
        };
        match drained.ensure_idle() {
            Ok(()) => rest(),
            // SAFETY: on a foreign thread, `drop_context` leaves a closure alone that has an owner.
            Err(drained) => unsafe { drained.defer(owner, rest) },
        }
        escaped
    }

    /// Refuses calls from now on, waits for all that are running, and gives the closure back.
    ///
    /// # Safety
    ///
    /// - The context is one for `F`.
    pub(crate) unsafe fn into_closure<F: 'static>(self) -> F
    where
        C::Kind: Repeats,
    {
        let Self { claim, core, .. } = *ManuallyDrop::new(self);
        drain::close_and_wait_for_all(claim.entry);
        // SAFETY: the pointer came from a box of this type (the caller's promise), and nobody is in a
        // call any more, or will be.
        let context = unsafe { Box::from_raw(core.cast::<Context<C, F>>().as_ptr()) };
        // SAFETY: as above.
        unsafe { claim.give_back() };
        C::Kind::unstore(context.closure.into_inner())
    }
}

impl<C: Callback + 'static> Drop for Installed<C> {
    fn drop(&mut self) {
        // SAFETY: this is the end.
        unwind::drop_quietly(unsafe { self.end_in_place() });
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
unsafe fn drop_context<C: Callback, F>(core: NonNull<Core<C>>) {
    // SAFETY: the pointer came from a box (the caller's promise).
    let context = unsafe { Box::from_raw(core.cast::<Context<C, F>>().as_ptr()) };
    if context.core.header.record.gate.is_foreign() {
        Box::leak(context);
        C::SITE.report(Fault::WrongThread).and_leaked().emit();
    } else {
        C::SITE.drop_captures(context);
    }
}
