//! The cells in which the static stubs of a declaration find their callbacks.

use core::ffi::c_void;
use core::mem;
use core::ptr::{self, NonNull};

use crate::contexts::method;
use crate::contexts::record::Record;
use crate::contract::kind::{Affinity, Kind};
use crate::entries::drain;
use crate::entries::entry::{Claim, Entry};
use crate::entries::entry_guard::{self, EntryGuard, Lent, OfAny};
use crate::faults::fault::Site;
use crate::faults::unwind;
use crate::registered::fork;
use crate::registered::refusal;
use crate::slots::exhausted::SlotsExhausted;
use crate::sys::sync::{AtomicPtr, Ordering};

/// The key of all callbacks in cells, because a stub cannot know for which of them it was called.
const KEY: usize = 1;

/// Where a stub finds its callback.
///
/// # Invariants
///
/// - `function` takes what C passes to the stub, and then one pointer. If closures belong to a thread, it takes the
///   cell, else the context in the entry.
/// - On the thread of the entry's owner, `function` is the trampoline of the callback in the entry, because that
///   thread wrote both. Any other thread may see the shared function, or the trampoline of this or an earlier
///   callback, which does not enter there.
#[repr(C)]
pub struct SlotCell {
    /// If closures belong to a thread, the function that the stub jumps to: the trampoline of the last closure, which
    /// checks that its closure is in the cell, or first, the function that all stubs of the declaration share.
    ///
    /// Else the stubs jump to the shared function, which enters the entry, and then calls this: the trampoline of the
    /// last closure.
    function: AtomicPtr<()>,
    entry: Entry,
}

const _: () = assert!(size_of::<Entry>().is_power_of_two(), "to find one takes no multiplication");

impl SlotCell {
    /// Makes a cell without a callback, for a static. [`with_stubs`](Self::with_stubs) has to add its stub.
    ///
    /// # Safety
    ///
    /// - `shared` is a function that takes what C passes to a stub, and then the cell, for which it calls
    ///   [`enter_and_call`](Self::enter_and_call), or [`refuse`](Self::refuse) if closures belong to a thread.
    #[must_use]
    pub const unsafe fn new(shared: *const ()) -> Self {
        Self { function: AtomicPtr::new(shared.cast_mut()), entry: Entry::free(ptr::null_mut()) }
    }

    /// Adds the stubs of cells.
    ///
    /// # Safety
    ///
    /// - Each stub is that of its cell.
    #[must_use]
    pub const unsafe fn with_stubs<const COUNT: usize>(
        mut cells: [Self; COUNT],
        stubs: [*mut (); COUNT],
    ) -> [Self; COUNT] {
        // The compiler runs this for each slot of each declaration, so it calls as little as possible.
        let mut at = 0;
        while at < COUNT {
            cells[at].entry.keep(stubs[at]);
            at += 1;
        }
        cells
    }

    /// Returns the function that the stub jumps to, if closures belong to a thread.
    #[inline(always)]
    pub fn trampoline(&self) -> *const () {
        // Acquire: the function may be in a library that another thread has loaded since.
        self.function.load(Ordering::Acquire)
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
    /// If the cell has no callback, C gets `fallback()`, a constant. If the destructor of an argument panics then, the
    /// panic ends here.
    #[inline(always)]
    pub fn enter_and_call<K: Kind, A, R>(
        &'static self,
        site: &'static Site,
        fallback: impl FnOnce() -> R,
        arguments: A,
        call: impl FnOnce(A, *const (), *mut c_void) -> R,
    ) -> R {
        match OfAny::enter(&self.entry, KEY) {
            Some(found) => self.call_trampoline(found, arguments, call),
            None => Self::enter_and_call_slowly::<K, A, R>(arguments, self, site, fallback, call),
        }
    }

    /// The arguments come first, as in a stub, so that they can stay in their registers.
    #[cold]
    #[inline(never)]
    fn enter_and_call_slowly<K: Kind, A, R>(
        arguments: A,
        this: &'static Self,
        site: &'static Site,
        fallback: impl FnOnce() -> R,
        call: impl FnOnce(A, *const (), *mut c_void) -> R,
    ) -> R {
        match Lent::enter(&this.entry, KEY) {
            Some(found) => this.call_trampoline(found, arguments, call),
            None => this.refuse::<K, A, R>(site, fallback(), arguments),
        }
    }

    /// Returns what C gets from a call that may not enter.
    #[inline(always)]
    pub fn refuse<K: Kind, A, R>(
        &'static self,
        site: &'static Site,
        fallback: R,
        arguments: A,
    ) -> R {
        unwind::drop_quietly(arguments);
        let this = ptr::from_ref(self).cast_mut().cast();
        // SAFETY: `this` is a static cell, and the callbacks in it are those of its declaration.
        unsafe { refuse_slot(site, this, K::AFFINITY, fallback) }
    }

    #[inline(always)]
    fn call_trampoline<V: EntryGuard, A, R>(
        &self,
        (context, guard): (NonNull<()>, V),
        arguments: A,
        call: impl FnOnce(A, *const (), *mut c_void) -> R,
    ) -> R {
        let trampoline = self.function.load(Ordering::Relaxed);
        let result = call(arguments, trampoline, context.as_ptr().cast());
        // SAFETY: the call has entered, and exits once. `call` does not unwind: all trampolines catch what the
        // user's code raises, also those with an `-unwind` convention.
        if unsafe { guard.exit() } {
            // SAFETY: `exit` returned `true`.
            return unsafe { entry_guard::notify_and_return(guard, result) };
        }
        result
    }
}

/// Claims a free cell of a declaration. From now on, its stub leads to a callback with this trampoline.
///
/// # Safety
///
/// - `trampoline` takes what C passes to the stub, and then the cell if the kind is bound to a thread, else
///   the context.
pub(crate) unsafe fn claim(cells: &'static [SlotCell], trampoline: *const ()) -> Option<Claimed> {
    fork::install_handlers();
    cells.iter().find_map(|SlotCell { function, entry }| {
        let stub = entry.claim()?;
        function.store(trampoline.cast_mut(), Ordering::Release);
        // SAFETY: the entry of a cell keeps its stub, and function pointers have the size of pointers.
        let stub = unsafe { mem::transmute::<*mut (), unsafe fn()>(stub) };
        Some(Claimed { entry, stub })
    })
}

/// Claims a cell as [`claim`] does, but panics if there is none.
///
/// # Safety
///
/// - As for `claim`.
#[track_caller]
pub(crate) unsafe fn claim_or_panic(
    cells: &'static [SlotCell],
    trampoline: *const (),
    site: &'static Site,
) -> Claimed {
    // SAFETY: the caller's promise.
    match unsafe { claim(cells, trampoline) } {
        Some(claimed) => claimed,
        None => SlotsExhausted::new(site, cells.len()).panic(),
    }
}

/// A cell that is claimed for one callback.
#[derive(Clone, Copy)]
pub(crate) struct Claimed {
    entry: &'static Entry,
    stub: unsafe fn(),
}

impl Claimed {
    /// Returns the stub of the cell, without its type.
    pub(crate) fn stub(self) -> unsafe fn() {
        self.stub
    }

    pub(crate) fn claim(self) -> Claim {
        let Self { entry, stub } = self;
        Claim { entry, key: KEY, function: Some(stub), give_back }
    }

    /// Puts the context of a scope into the cell, until what this returns is dropped.
    ///
    /// # Safety
    ///
    /// - The cell is not open yet.
    /// - `context` points to a context that begins with its record, is not in use, and stays alive until the returned
    ///   guard is dropped. If its kind has an owner, the owner is set.
    #[inline(always)]
    pub(crate) unsafe fn open_for_scope(self, context: NonNull<()>) -> Open {
        // SAFETY: the caller's promise.
        unsafe { open_for_scope(self.entry, self.stub, context) };
        Open(self)
    }
}

/// See [`Claimed::open_for_scope`].
///
/// # Safety
///
/// - As for that, where `entry` and `stub` are those of the cell.
#[allow(improper_ctypes_definitions, reason = "`extern` for its `nounwind`; C never sees it")]
unsafe extern "C" fn open_for_scope(
    entry: &'static Entry,
    stub: unsafe fn(),
    context: NonNull<()>,
) {
    let claim = Claimed { entry, stub }.claim();
    // SAFETY: the context begins with its record, and nobody else uses it (the caller's promise).
    let record = unsafe { context.cast::<Record>().as_mut() };
    record.claim = Some(claim);
    // SAFETY: the entry has been claimed. It is closed, and empty, before the context is dropped.
    unsafe { entry.open(claim.key, context, record.gate.owner()) };
}

/// A cell that is open for a scope. It is given back when this is dropped, also by a panic.
pub(crate) struct Open(Claimed);

impl Drop for Open {
    #[inline(always)]
    fn drop(&mut self) {
        let Claimed { entry, stub } = self.0;
        // SAFETY: the cell was claimed and opened for the scope, and this happens once.
        unsafe { close(entry, stub) };
    }
}

/// Refuses calls from now on, waits for all running calls, and gives the cell back.
///
/// # Safety
///
/// - As for [`Claim::give_back`], but the entry is open.
/// - `stub` is that of the cell.
#[allow(improper_ctypes_definitions, reason = "`extern` for its `nounwind`; C never sees it")]
unsafe extern "C" fn close(entry: &'static Entry, stub: unsafe fn()) {
    drain::close_and_wait_for_all(entry);
    // SAFETY: the entry is closed and all calls have returned. The rest is the caller's promise.
    unsafe { Claimed { entry, stub }.claim().give_back() };
}

/// Gives a cell back, to be claimed again.
///
/// # Safety
///
/// - As for [`Claim::give_back`], and the claim is that of a [`Claimed`].
unsafe fn give_back(claim: Claim) {
    let stub = claim.function.map_or(ptr::null_mut(), |stub| stub as *mut ());
    // SAFETY: the caller's promise. `Claimed` has what `Entry::claim` returned.
    unsafe { claim.entry.free_again(stub) };
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
