//! Who still needs a context that lives on the heap.

use core::sync::atomic::{AtomicUsize, Ordering};

use crate::contract::kind::Affinity;

/// C's own hold: until its one call, or until it runs the destroy function.
const C: usize = 1;
/// The hold of a running call, or of the hand-over.
const CALL: usize = 2;

/// The holds on a context: C's, at most one, and those of the calls that are running, of which the
/// hand-over is one. Who takes the last away frees the context.
///
/// # Invariants
///
/// - Where a context is bound to a thread (`bound`), only that thread uses its holds.
pub(crate) struct Holds(AtomicUsize);

impl Holds {
    /// C's hold and the hand-over's.
    pub(crate) const fn handing_over() -> Self {
        Self(AtomicUsize::new(C + CALL))
    }

    /// Adds a call's hold.
    ///
    /// # Safety
    ///
    /// - C has a hold, and `bound` says whether the context belongs to a thread: then this is its owner.
    #[inline(always)]
    pub(crate) unsafe fn hold_for_call(&self, affinity: Affinity) {
        if affinity == Affinity::OneThread {
            self.0.store(self.0.load(Ordering::Relaxed) + CALL, Ordering::Relaxed);
        } else {
            // Relaxed: the hold that C has keeps the context alive until this one counts.
            self.0.fetch_add(CALL, Ordering::Relaxed);
        }
    }

    /// Takes a call's hold away; whether it was the last.
    ///
    /// # Safety
    ///
    /// - The caller has a call's hold, and `bound` is as for [`hold_for_call`](Self::hold_for_call).
    #[inline(always)]
    pub(crate) unsafe fn release_call(&self, affinity: Affinity) -> bool {
        if affinity == Affinity::OneThread {
            let left = self.0.load(Ordering::Relaxed) - CALL;
            self.0.store(left, Ordering::Relaxed);
            left == 0
        } else {
            // Who frees sees what all others did before they let go.
            self.0.fetch_sub(CALL, Ordering::AcqRel) == CALL
        }
    }

    /// Makes C's hold that of a call; `false` if C has none any more.
    pub(crate) fn pass_to_call(&self) -> bool {
        let pass = |holds| (holds & C != 0).then(|| holds - C + CALL);
        self.0.fetch_update(Ordering::Relaxed, Ordering::Relaxed, pass).is_ok()
    }

    /// Takes C's hold away. `None` if C has none any more, else whether it was the last.
    pub(crate) fn release_c(&self) -> Option<bool> {
        let before = self.0.fetch_and(!C, Ordering::AcqRel);
        (before & C != 0).then_some(before == C)
    }
}
