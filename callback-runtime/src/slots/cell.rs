//! The cells in which the static stubs of a declaration find their callbacks.

use core::ffi::c_void;
use core::ptr::{self, NonNull};

use crate::contexts::header;
use crate::contract::kind::{Affinity, Kind};
use crate::entries::entry::Entry;
use crate::entries::entry_guard::{self, EntryGuard, Lent, OfAny};
use crate::faults::fault::Site;
use crate::faults::unwind;
use crate::registered::refusal;
use crate::sys::sync::{AtomicBool, AtomicPtr, Ordering};

/// The key of whatever callback is in a cell: a stub cannot know for which of them it was called.
pub(crate) const KEY: usize = 1;

/// Where a stub finds its callback.
///
/// # Invariants
///
/// - `target` and `trampoline` are functions that take what C passes, and then one pointer more:
///   the first of them the cell, the other one the context in its entry.
/// - What `target` is was there before, or belongs to the callback that is in the entry, if this is
///   the thread that owns that callback: it has written both.
#[repr(C)]
pub struct SlotCell {
    /// What the stub joins: what all of its declaration share, or where closures belong to a thread,
    /// the trampoline of the last of them, which looks whether it is there.
    target: AtomicPtr<()>,
    /// What those that are shared call, once they have entered the entry.
    trampoline: AtomicPtr<()>,
    entry: Entry,
    claimed: AtomicBool,
}

const _: () = assert!(size_of::<Entry>().is_power_of_two(), "to find one takes no multiplication");

impl SlotCell {
    /// A cell without a callback, for a static.
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

    /// What the stub joins.
    #[inline(always)]
    pub fn target(&self) -> *const () {
        // Acquire: in case that it is one of a library that another thread has loaded since.
        self.target.load(Ordering::Acquire)
    }

    pub(crate) fn entry(&self) -> &Entry {
        &self.entry
    }

    /// Has the stub find a callback of the kind `K` from now on, once the entry is opened.
    ///
    /// # Safety
    ///
    /// - The caller has taken the cell, and not opened the entry yet.
    /// - `trampoline` takes what C passes to the stub; and then the cell, if the kind is bound to a thread,
    ///   or else the context.
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

    /// The entry of a cell that a stub has passed.
    ///
    /// # Safety
    ///
    /// - `raw` points to a cell in a static.
    #[inline(always)]
    pub(crate) unsafe fn entry_of(raw: *mut ()) -> &'static Entry {
        // SAFETY: the caller's promise.
        unsafe { &(*raw.cast::<Self>()).entry }
    }

    /// The body of what all stubs of a declaration share: `call` calls the trampoline with the
    /// context.
    ///
    /// C gets what `fallback` makes of a constant where the cell has no callback; a panic of the destructor of an argument, which
    /// `call` owns, ends here.
    #[inline(always)]
    pub fn enter_and_call<K: Kind, R>(
        &'static self,
        site: &'static Site,
        fallback: impl FnOnce() -> R,
        call: impl FnOnce(*const (), *mut c_void) -> R,
    ) -> R {
        // A closure that belongs to a thread is called by way of its own trampoline alone.
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
        // SAFETY: the callbacks in a cell are those of its declaration.
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
        // SAFETY: the call has entered, and ends here. No trampoline unwinds, with an `-unwind` convention
        // either: what is the user's is caught in it.
        if unsafe { guard.exit() } {
            // SAFETY: as it says.
            return unsafe { entry_guard::notify_and_return(guard, result) };
        }
        result
    }
}

/// Takes a cell that is free: which of them it is.
pub(crate) fn claim(cells: &[SlotCell]) -> Option<usize> {
    let is_free = |cell: &SlotCell| {
        cell.claimed.compare_exchange(false, true, Ordering::Acquire, Ordering::Relaxed).is_ok()
    };
    cells.iter().position(is_free)
}

/// What C gets from a call that [`refusal::report_refusal`] reports, by the cell that a stub has passed.
///
/// # Safety
///
/// - As for [`refusal::report_refusal`], and `cell` is what a stub passes.
#[cold]
#[inline(never)]
pub(crate) unsafe extern "C" fn refuse_slot<R>(
    site: &'static Site,
    cell: *mut (),
    affinity: Affinity,
    fallback: R,
) -> R {
    // SAFETY: the caller's promise.
    let entry = unsafe { SlotCell::entry_of(cell) };
    // SAFETY: as above.
    unsafe { refusal::report_refusal(site, entry, KEY, affinity) };
    header::opaque(fallback)
}
