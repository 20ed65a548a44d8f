//! The cells in which the static stubs of a declaration find their callbacks.

use core::ffi::c_void;
use core::ptr::{self, NonNull};

use crate::entry::Entry;
use crate::fault::{Fault, Site};
use crate::header;
use crate::sync::{AtomicBool, AtomicPtr, Ordering};
use crate::visit;

/// The key of whatever callback is in a cell: a stub cannot know for which of them it was called.
const KEY: usize = 2;
const VACANT: usize = 0;

/// Where a stub finds its callback.
pub struct SlotCell {
    entry: Entry,
    /// The trampoline of the callback in the entry. Written before that is opened.
    trampoline: AtomicPtr<()>,
    taken: AtomicBool,
}

impl SlotCell {
    /// A cell without a callback, for a static.
    #[must_use]
    #[expect(clippy::new_without_default, reason = "it has to be constant")]
    pub const fn new() -> Self {
        Self {
            entry: Entry::new(VACANT),
            trampoline: AtomicPtr::new(ptr::null_mut()),
            taken: AtomicBool::new(false),
        }
    }

    /// The body of what all stubs of a declaration share: `call` calls the trampoline with the
    /// context.
    ///
    /// C gets `fallback` where the cell has no callback.
    #[inline(always)]
    pub fn visit<R>(
        &'static self,
        site: &'static Site,
        fallback: R,
        call: impl FnOnce(*const (), *mut c_void) -> R,
    ) -> R {
        let Some((context, visit)) = visit::enter(&self.entry, KEY) else {
            return header::no_context(site, Fault::Expired, fallback);
        };
        let result = call(self.trampoline.load(Ordering::Relaxed), context.as_ptr().cast());
        // SAFETY: calls return in the reverse order of their beginning, and no trampoline unwinds.
        unsafe { visit::leave(visit) };
        result
    }
}

/// A cell that was taken.
#[derive(Clone, Copy)]
pub(crate) struct Claim {
    cells: &'static [SlotCell],
    pub(crate) at: usize,
}

/// Takes a cell that is free.
pub(crate) fn claim(cells: &'static [SlotCell]) -> Option<Claim> {
    let free = |cell: &SlotCell| {
        cell.taken.compare_exchange(false, true, Ordering::Acquire, Ordering::Relaxed).is_ok()
    };
    cells.iter().position(free).map(|at| Claim { cells, at })
}

/// Gives a cell back, which nobody visits any more.
pub(crate) fn free(cells: &[SlotCell], at: usize) {
    cells[at].taken.store(false, Ordering::Release);
}

impl Claim {
    /// Has the stub find a callback from now on.
    pub(crate) fn open(self, trampoline: *const (), context: NonNull<()>) {
        let SlotCell { entry, trampoline: place, .. } = &self.cells[self.at];
        place.store(trampoline.cast_mut(), Ordering::Relaxed);
        entry.open(KEY, context);
    }

    pub(crate) fn entry(self) -> &'static Entry {
        &self.cells[self.at].entry
    }
}
