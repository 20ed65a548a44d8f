//! A context on the heap that C finds in an entry, for registrations and slots.

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

/// Claims an entry of the table for a callback.
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
/// - `core` points to the core of a context in a box. It is alive until `drop_context` is called with it, and
///   only shared references to it are formed.
/// - `claim` is used by this alone.
/// - If the closure belongs to a thread, this stays there: it is not `Send`, and a type that contains it is
///   `Send` only for closures of any thread. So the owner alone closes the entry.
pub(crate) struct Installed<C: Callback + ?Sized + 'static> {
    claim: Claim,
    core: NonNull<Core<C>>,
    drop_context: unsafe fn(NonNull<Core<C>>),
}

impl<C: Callback + ?Sized + 'static> Installed<C> {
    /// Puts a context into the claimed entry, for the calls of its own kind.
    ///
    /// # Safety
    ///
    /// - The entry has been claimed for this alone, and its `give_back` frees nothing.
    pub(crate) unsafe fn new<F: 'static>(mut context: Context<C, F>, claim: Claim) -> Self {
        context.set_owner();
        let owner = context.core.header.record.gate.owner();
        context.core.header.record.claim = Some(claim);
        let core = leak(context);
        // SAFETY: the entry has been claimed (the caller's promise). The context is dropped after the entry is
        // closed and empty.
        unsafe { claim.entry.open(claim.key, core.cast(), owner) };
        Self { claim, core, drop_context: drop_context::<C, F> }
    }

    /// Puts a `T` that leads to the context into the claimed entry, for calls on any thread. These enter with
    /// `flipped` in the key.
    ///
    /// # Safety
    ///
    /// - The entry has been claimed for this alone. The calls with this key, and the claim's `give_back`,
    ///   expect a `T`.
    pub(crate) unsafe fn new_indirect<F: 'static, T>(
        mut context: Context<C, F>,
        claim: Claim,
        flipped: usize,
        target: impl FnOnce(NonNull<()>) -> Box<T>,
    ) -> Self {
        context.set_owner();
        let core = leak(context);
        let target = NonNull::from(Box::leak(target(core.cast())));
        // SAFETY: the entry has been claimed, and calls with this key expect a `T` (the caller's promise). It
        // is freed by `give_back`.
        unsafe { claim.entry.open(claim.key ^ flipped, target.cast(), 0) };
        Self { claim, core, drop_context: drop_context::<C, F> }
    }

    /// Returns the user data that C has, if the entry is one of the table: its handle.
    pub(crate) fn context(&self) -> RawContext<C> {
        C::Context::from_ptr(table::pointer(self.claim.key))
    }

    pub(crate) fn entry(&self) -> &'static Entry {
        self.claim.entry
    }

    fn core(&self) -> &Core<C> {
        // SAFETY: `core` points to a live core, see the invariants.
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

    /// Whether a call is running, on this thread or another one.
    pub(crate) fn is_running(&self) -> bool {
        self.claim.entry.is_running()
    }

    /// Refuses calls from now on, waits for those that are running on other threads, and drops the closure. If
    /// calls are running that cannot be waited for, the last of them drops the closure.
    ///
    /// Returns what escaped until then.
    pub(crate) fn end(self) -> Option<Escape<C>> {
        // SAFETY: `self` is not used after this: `ManuallyDrop` keeps it from being dropped.
        unsafe { ManuallyDrop::new(self).end_in_place() }
    }

    /// [`end`](Self::end), by reference.
    ///
    /// # Safety
    ///
    /// - `self` is not used after this.
    unsafe fn end_in_place(&self) -> Option<Escape<C>> {
        let Self { claim, core, drop_context } = *self;
        let drained = drain::close_and_wait_for_others(claim.entry);
        let (escaped, owner) = (self.core().escape.take(), self.record().gate.owner());
        let cleanup = move || {
            // SAFETY: all calls have returned and no call enters anymore, so nobody uses the context, and this
            // runs once.
            unsafe { drop_context(core) };
            // SAFETY: the entry is closed and no call is in it, and this runs once.
            unsafe { claim.give_back() };
        };
        match drained.ensure_idle() {
            Ok(()) => cleanup(),
            // SAFETY: any thread may run `cleanup`: `drop_context` leaks a closure that belongs to another one. It
            // does not unwind.
            Err(drained) => unsafe { drained.defer(owner, cleanup) },
        }
        escaped
    }

    /// Refuses calls from now on, waits for all running calls, and returns the closure.
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
        // SAFETY: the pointer came from a box of this type (the caller's promise). All calls have returned and
        // no call enters anymore, so nobody uses the context.
        let context = unsafe { Box::from_raw(core.cast::<Context<C, F>>().as_ptr()) };
        // SAFETY: the entry is closed and no call is in it, and this happens once.
        unsafe { claim.give_back() };
        C::Kind::unstore(context.closure.into_inner())
    }
}

impl<C: Callback + ?Sized + 'static> Drop for Installed<C> {
    fn drop(&mut self) {
        // SAFETY: `self` is not used after this.
        unwind::drop_quietly(unsafe { self.end_in_place() });
    }
}

fn leak<C: Callback + ?Sized, F>(context: Context<C, F>) -> NonNull<Core<C>> {
    // The entry leads to the core, and `core` to the box.
    const { assert!(Context::<C, F>::CORE == 0, "`NoBase`") };
    NonNull::from(Box::leak(Box::new(context))).cast()
}

/// Drops a context. On a thread that does not own it, leaks it instead and reports that.
///
/// # Safety
///
/// - `core` points to the core of a context for `F` in a box, which nobody uses anymore.
unsafe fn drop_context<C: Callback + ?Sized, F>(core: NonNull<Core<C>>) {
    // SAFETY: the pointer came from a box of this type, and nobody uses the context anymore (the caller's
    // promise).
    let context = unsafe { Box::from_raw(core.cast::<Context<C, F>>().as_ptr()) };
    if context.core.header.record.gate.is_foreign() {
        Box::leak(context);
        C::SITE.report(Fault::WrongThread).and_leaked().emit();
    } else {
        C::SITE.drop_captures(context);
    }
}
