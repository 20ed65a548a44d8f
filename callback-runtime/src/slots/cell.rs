//! The cells in which the static stubs of a declaration find their callbacks.

use core::ffi::c_void;
use core::ptr::{self, NonNull};

use crate::contexts::method;
use crate::contract::kind::{Affinity, Kind};
use crate::entries::entry::Entry;
use crate::entries::entry_guard::{self, EntryGuard, Lent, OfAny};
use crate::faults::fault::Site;
use crate::faults::unwind;
use crate::registered::refusal;
use crate::sys::sync::{AtomicBool, AtomicPtr, Ordering};

/// The key of all callbacks in cells, because a stub cannot know for which of them it was called.
pub(crate) const KEY: usize = 1;

/// Where a stub finds its callback.
///
/// # Invariants
///
/// - `target` and `trampoline` take what C passes to the stub, and then one pointer: `target` takes the cell,
///   and `trampoline` takes the context in the entry.
/// - On the thread of the entry's owner, `target` is the trampoline of the callback in the entry, because that
///   thread wrote both. Any other thread may see the shared function, or the trampoline of this or an earlier
///   callback, which does not enter there.
#[repr(C)]
pub struct SlotCell {
    /// The function that the stub jumps to: the one that all stubs of the declaration share, or if closures
    /// belong to a thread, the trampoline of the last one, which checks that its closure is in the cell.
    target: AtomicPtr<()>,
    /// The function that the shared one calls after it has entered the entry.
    trampoline: AtomicPtr<()>,
    entry: Entry,
    claimed: AtomicBool,
}

const _: () = assert!(size_of::<Entry>().is_power_of_two(), "to find one takes no multiplication");

impl SlotCell {
    /// Makes a cell without a callback, for a static.
    ///
    /// # Safety
    ///
    /// - `shared` is a function that takes what C passes to the stub, and then the cell, and calls
    ///   [`enter_and_call`](Self::enter_and_call).
    #[must_use]
    pub const unsafe fn new(shared: *const ()) -> Self {
        Self {
            target: AtomicPtr::new(shared.cast_mut()),
            trampoline: AtomicPtr::new(ptr::null_mut()),
            entry: Entry::new(),
            claimed: AtomicBool::new(false),
        }
    }

    /// The function that the stub jumps to.
    #[inline(always)]
    pub fn target(&self) -> *const () {
        // Acquire: the function may be in a library that another thread has loaded since.
        self.target.load(Ordering::Acquire)
    }

    pub(crate) fn entry(&self) -> &Entry {
        &self.entry
    }

    /// Makes the stub lead to a callback of the kind `K`, once the entry is opened.
    ///
    /// # Safety
    ///
    /// - The caller has claimed the cell, and not opened the entry yet.
    /// - `trampoline` takes what C passes to the stub, and then the cell if the kind is bound to a thread, else
    ///   the context.
    pub(crate) unsafe fn set_trampoline<K: Kind>(&self, trampoline: *const ()) {
        let field = if K::THREAD_BOUND { &self.target } else { &self.trampoline };
        field.store(trampoline.cast_mut(), Ordering::Release);
    }

    /// Gives the cell back.
    ///
    /// # Safety
    ///
    /// - As for [`Claim::give_back`](crate::entries::entry::Claim::give_back).
    pub(crate) unsafe fn give_back(&self) {
        self.claimed.store(false, Ordering::Release);
    }

    /// Returns the entry of a cell that a stub has passed.
    ///
    /// # Safety
    ///
    /// - `raw` points to a cell in a static.
    #[inline(always)]
    pub(crate) unsafe fn entry_of(raw: *mut ()) -> &'static Entry {
        // SAFETY: the pointer is to a static cell (the caller's promise).
        unsafe { &(*raw.cast::<Self>()).entry }
    }

    /// The body of the function that all stubs of a declaration share: enters the entry and calls the
    /// trampoline with the context, by `call`.
    ///
    /// If the cell has no callback, C gets `fallback()`, a constant. If the destructor of an argument, which
    /// `call` owns, panics, the panic ends here.
    #[inline(always)]
    pub fn enter_and_call<K: Kind, R>(
        &'static self,
        site: &'static Site,
        fallback: impl FnOnce() -> R,
        call: impl FnOnce(*const (), *mut c_void) -> R,
    ) -> R {
        // A closure that belongs to a thread is called by its own trampoline alone.
        let found = if K::THREAD_BOUND { None } else { OfAny::enter(&self.entry, KEY) };
        match found {
            Some(found) => self.call_trampoline(found, call),
            None => self.enter_and_call_slowly::<K, R>(site, fallback, call),
        }
    }

    #[cold]
    #[inline(never)]
    fn enter_and_call_slowly<K: Kind, R>(
        &'static self,
        site: &'static Site,
        fallback: impl FnOnce() -> R,
        call: impl FnOnce(*const (), *mut c_void) -> R,
    ) -> R {
        let found = if K::THREAD_BOUND { None } else { Lent::enter(&self.entry, KEY) };
        if let Some(found) = found {
            return self.call_trampoline(found, call);
        }
        unwind::drop_quietly(call);
        let this = ptr::from_ref(self).cast_mut().cast();
        // SAFETY: `this` is a static cell, and the callbacks in it are those of its declaration.
        unsafe { refuse_slot(site, this, K::AFFINITY, fallback()) }
    }

    #[inline(always)]
    fn call_trampoline<V: EntryGuard, R>(
        &self,
        (context, guard): (NonNull<()>, V),
        call: impl FnOnce(*const (), *mut c_void) -> R,
    ) -> R {
        let trampoline = self.trampoline.load(Ordering::Relaxed);
        let result = call(trampoline, context.as_ptr().cast());
        // SAFETY: the call has entered, and exits once. `call` does not unwind: all trampolines catch what the
        // user's code raises, also those with an `-unwind` convention.
        if unsafe { guard.exit() } {
            // SAFETY: `exit` returned `true`.
            return unsafe { entry_guard::notify_and_return(guard, result) };
        }
        result
    }
}

/// Claims a free cell. Returns its index.
pub(crate) fn claim(cells: &[SlotCell]) -> Option<usize> {
    let is_free = |cell: &SlotCell| {
        cell.claimed.compare_exchange(false, true, Ordering::Acquire, Ordering::Relaxed).is_ok()
    };
    cells.iter().position(is_free)
}

/// Returns what C gets from a call that [`refusal::report_refusal`] reports, by the cell that a stub has passed.
///
/// # Safety
///
/// - As for [`refusal::report_refusal`], and `cell` is the cell that a stub has passed.
#[cold]
#[inline(never)]
pub(crate) unsafe extern "C" fn refuse_slot<R>(
    site: &'static Site,
    cell: *mut (),
    affinity: Affinity,
    fallback: R,
) -> R {
    // SAFETY: a stub has passed its cell, which is in a static (the caller's promise).
    let entry = unsafe { SlotCell::entry_of(cell) };
    // SAFETY: a callback in the cell is one of the declaration, so the entry leads to its context (the caller's
    // promise).
    unsafe { refusal::report_refusal(site, entry, KEY, affinity) };
    method::opaque(fallback)
}
