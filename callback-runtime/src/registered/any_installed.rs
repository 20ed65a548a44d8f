//! A context on the heap that C finds in an entry, whatever its declaration and its closure are. This is compiled
//! once.

use core::mem::ManuallyDrop;
use core::ptr::NonNull;
use std::any::Any;
use std::boxed::Box;

use crate::contexts::context::{self, Context};
use crate::contexts::record::Record;
use crate::contract::callback::Callback;
use crate::contract::kind::Affinity;
use crate::contract::prefix::prefix;
use crate::entries::drain;
use crate::entries::entry::{AWAITED, Claim, Entry};
use crate::entries::sizes::{CHUNK, OFFSET_SHIFT};
use crate::entries::table;
use crate::faults::fault::{Fault, Site};
use crate::registered::fork;

const _: () = assert!(AWAITED < CHUNK << OFFSET_SHIFT, "in a handle, that bit chooses the entry");

/// A context of any type.
trait AnyContext {
    fn site(&self) -> &'static Site;
}

impl<C: Callback + ?Sized, F> AnyContext for Context<C, F> {
    fn site(&self) -> &'static Site {
        C::SITE
    }
}

/// A context in a box, not yet in an entry.
///
/// # Invariants
///
/// - The context begins with its core, and that with its record.
pub(crate) struct Boxed(Box<dyn AnyContext>);

impl Boxed {
    #[inline]
    pub(crate) fn new<C: Callback + ?Sized + 'static, F: 'static>(context: Context<C, F>) -> Self {
        const { assert!(Context::<C, F>::CORE == 0, "`NoBase`") };
        Self(context::boxed(context))
    }

    /// Puts the context into an entry of the table. `affinity` is that of its kind.
    ///
    /// # Panics
    ///
    /// When the table is full.
    pub(crate) fn install(self, affinity: Affinity) -> AnyInstalled {
        // SAFETY: the entry has been claimed for this alone, and giving it back frees nothing.
        unsafe { self.install_in(claim(), affinity) }
    }

    /// Puts the context into a claimed entry. `affinity` is that of its kind.
    ///
    /// # Safety
    ///
    /// - The entry has been claimed for this alone, and its `give_back` frees nothing.
    pub(crate) unsafe fn install_in(self, claim: Claim, affinity: Affinity) -> AnyInstalled {
        let installed = self.leak(claim, affinity);
        let owner = installed.record().gate.owner();
        // SAFETY: the entry has been claimed (the caller's promise). The context is dropped after the entry is
        // closed and empty.
        unsafe { claim.entry.open(claim.key, installed.context.cast(), owner) };
        installed
    }

    /// Puts a `T` that leads to the context into an entry of the table, for calls on any thread. These enter with
    /// `flipped` in the key.
    ///
    /// # Panics
    ///
    /// When the table is full.
    ///
    /// # Safety
    ///
    /// - The calls with this key, and `give_back`, expect a `T`. `give_back` frees it, and gives the entry back to
    ///   the table.
    pub(crate) unsafe fn install_indirectly<T>(
        self,
        affinity: Affinity,
        flipped: usize,
        give_back: unsafe fn(Claim),
        target: impl FnOnce(NonNull<()>) -> Box<T>,
    ) -> AnyInstalled {
        let claim = Claim { give_back, ..claim() };
        let installed = self.leak(claim, affinity);
        let target = NonNull::from(Box::leak(target(installed.context.cast())));
        // SAFETY: the entry has been claimed, and calls with this key expect a `T` (the caller's promise). It
        // is freed by `give_back`.
        unsafe { claim.entry.open(claim.key ^ flipped, target.cast(), 0) };
        installed
    }

    fn leak(self, claim: Claim, affinity: Affinity) -> AnyInstalled {
        let context = NonNull::from(Box::leak(self.0));
        // SAFETY: the context begins with its record, see the invariants, and nobody else uses it yet.
        let record = unsafe { context.cast::<Record>().as_mut() };
        if affinity == Affinity::OneThread {
            record.gate.set_owner();
        }
        record.claim = Some(claim);
        AnyInstalled { context }
    }
}

/// Claims an entry of the table for a callback.
fn claim() -> Claim {
    fork::install_handlers();
    table::claim()
}

/// A context on the heap that C finds in an entry, until this is dropped.
///
/// # Invariants
///
/// - `context` came from a [`Boxed`] that was installed: it begins with its record, which has the claim. It is alive
///   until `drop_context`, or until `wait_for_all` has returned it. Only shared references to it are formed.
/// - The claim is used by this alone.
/// - If the closure belongs to a thread, this stays there: it is not `Send`, and a type that contains it is
///   `Send` only for closures of any thread. So the owner alone closes the entry.
pub(crate) struct AnyInstalled {
    context: NonNull<dyn AnyContext>,
}

impl AnyInstalled {
    /// Returns the address of the context.
    pub(crate) fn address(&self) -> NonNull<()> {
        self.context.cast()
    }

    pub(crate) fn record(&self) -> &Record {
        // SAFETY: the context begins with its record, and is alive, see the invariants.
        unsafe { prefix(self.address()) }
    }

    fn claim(&self) -> Claim {
        self.record().claim.expect("an installed context has a claim")
    }

    /// Returns the user data that C has, if the entry is one of the table: its handle.
    pub(crate) fn handle(&self) -> *mut () {
        table::pointer(self.claim().key)
    }

    pub(crate) fn entry(&self) -> &'static Entry {
        self.claim().entry
    }

    pub(crate) fn fault(&self) -> Option<Fault> {
        self.record().fault()
    }

    pub(crate) fn take_panic(&self) -> Option<Box<dyn Any + Send>> {
        self.record().take_panic()
    }

    /// Returns whether a call is running, on this thread or another one.
    pub(crate) fn is_running(&self) -> bool {
        self.entry().is_running()
    }

    /// Refuses calls from now on, waits for those that are running on other threads, and drops the context. If
    /// calls are running that cannot be waited for, the last of them drops it.
    ///
    /// Calls `take_escaped` in between, while the context is alive.
    pub(crate) fn end(self, take_escaped: &mut dyn FnMut()) {
        let context = ManuallyDrop::new(self).context;
        // SAFETY: `self` is not used after this: `ManuallyDrop` keeps it from being dropped.
        unsafe { end(context, take_escaped) };
    }

    /// Refuses calls from now on and waits for all running calls. Returns the context, which the caller frees.
    pub(crate) fn wait_for_all(self) -> NonNull<()> {
        let this = ManuallyDrop::new(self);
        let claim = this.claim();
        drain::close_and_wait_for_all(claim.entry);
        // SAFETY: the entry is closed and no call is in it, and this happens once.
        unsafe { claim.give_back() };
        this.address()
    }
}

impl Drop for AnyInstalled {
    #[inline(always)]
    fn drop(&mut self) {
        // SAFETY: `self` is not used after this.
        unsafe { end_quietly(self.context) };
    }
}

/// [`end`], for a callback whose escaped value is dropped with its context.
///
/// # Safety
///
/// - As for `end`.
#[allow(improper_ctypes_definitions, reason = "`extern` for its `nounwind`; C never sees it")]
unsafe extern "C" fn end_quietly(context: NonNull<dyn AnyContext>) {
    // SAFETY: the caller's promise.
    unsafe { end(context, &mut || ()) };
}

/// See [`AnyInstalled::end`].
///
/// # Safety
///
/// - `context` is that of an [`AnyInstalled`], which is not used after this.
unsafe fn end(context: NonNull<dyn AnyContext>, take_escaped: &mut dyn FnMut()) {
    let installed = ManuallyDrop::new(AnyInstalled { context });
    let claim = installed.claim();
    let drained = drain::close_and_wait_for_others(claim.entry);
    take_escaped();
    let owner = installed.record().gate.owner();
    let clean_up = move || {
        // SAFETY: all calls have returned and no call enters anymore, so nobody uses the context, and this
        // runs once.
        unsafe { drop_context(context) };
        // SAFETY: the entry is closed and no call is in it, and this runs once.
        unsafe { claim.give_back() };
    };
    match drained.ensure_idle() {
        Ok(()) => clean_up(),
        // SAFETY: any thread may run `clean_up`: `drop_context` leaks a closure that belongs to another one. It
        // does not unwind.
        Err(drained) => unsafe { drained.defer(owner, clean_up) },
    }
}

/// Drops a context. On a thread that does not own it, leaks it instead and reports that.
///
/// # Safety
///
/// - `context` is that of an [`AnyInstalled`], which nobody uses anymore.
unsafe fn drop_context(context: NonNull<dyn AnyContext>) {
    // SAFETY: the context is alive (the caller's promise).
    let site = unsafe { context.as_ref() }.site();
    // SAFETY: it begins with its record, see the invariants.
    let record = unsafe { prefix::<Record>(context.cast()) };
    if record.gate.is_foreign() {
        // The closure is leaked.
        site.report(Fault::WrongThread).and_leaked().emit();
    } else {
        // SAFETY: the pointer came from a box of this type, and nobody uses the context anymore (the caller's
        // promise).
        site.drop_captures(unsafe { Box::from_raw(context.as_ptr()) });
    }
}
