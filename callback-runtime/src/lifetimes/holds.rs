//! The holds on a context on the heap: who still needs it.

use crate::contract::kind::Affinity;
use crate::sys::atomic::{AtomicUsize, Ordering};

/// C's own hold: until its one call, or until it runs the destroy function.
const C: usize = 1;
/// The hold of the hand-over.
const HAND_OVER: usize = 2;
/// The hold of a running call.
const CALL: usize = 4;

/// The number of holds on a context: C has at most one, each running call has one, and the hand-over has one.
/// Whoever releases the last one frees the context.
///
/// # Invariants
///
/// - If a context has an owner, only that thread uses the holds.
pub(crate) struct Holds(AtomicUsize);

/// Who has a hold when C gives its own to a method with `self`.
pub(crate) enum Others {
    /// No call is running. The hand-over may be.
    NoCall,
    Calls,
}

impl Holds {
    /// C's hold and the hand-over's.
    pub(crate) fn handing_over() -> Self {
        Self(AtomicUsize::new(C + HAND_OVER))
    }

    /// Adds a call's hold.
    ///
    /// # Safety
    ///
    /// - C has a hold. `affinity` is that of the context; if it is `OneThread`, this is the thread of the owner.
    #[inline(always)]
    pub(crate) unsafe fn hold_for_call(&self, affinity: Affinity) {
        if affinity == Affinity::OneThread {
            self.0.store(self.0.load(Ordering::Relaxed) + CALL, Ordering::Relaxed);
        } else {
            // Relaxed: C's hold keeps the context alive until this one counts.
            self.0.fetch_add(CALL, Ordering::Relaxed);
        }
    }

    /// Adds a call's hold, unless a call has one. Returns whether it did.
    ///
    /// A second hold of a call, by [`pass_to_call`](Self::pass_to_call), changes the bit. By then, the gate is closed.
    #[inline(always)]
    #[must_use]
    pub(crate) fn hold_alone(&self) -> bool {
        // Acquire: the call sees what the one before did to the captures, and to the gate.
        self.0.fetch_or(CALL, Ordering::Acquire) & CALL == 0
    }

    /// Releases a call's hold. Returns `true` if that was the last hold.
    ///
    /// # Safety
    ///
    /// - The caller has a call's hold, and `affinity` is as for [`hold_for_call`](Self::hold_for_call).
    #[inline(always)]
    pub(crate) unsafe fn release_call(&self, affinity: Affinity) -> bool {
        if affinity == Affinity::OneThread {
            let remaining = self.0.load(Ordering::Relaxed) - CALL;
            self.0.store(remaining, Ordering::Relaxed);
            remaining == 0
        } else {
            // AcqRel: whoever frees the context sees what all others did before they released it.
            self.0.fetch_sub(CALL, Ordering::AcqRel) == CALL
        }
    }

    /// Passes C's hold to a call. Returns `None` if C has none anymore.
    pub(crate) fn pass_to_call(&self) -> Option<Others> {
        let pass = |holds| (holds & C != 0).then(|| holds - C + CALL);
        // Acquire: the call sees what those did that have left.
        let before = self.0.fetch_update(Ordering::Acquire, Ordering::Relaxed, pass).ok()?;
        Some(if before < CALL { Others::NoCall } else { Others::Calls })
    }

    /// Releases C's hold. Returns whether that was the last hold, or `None` if C has none anymore.
    pub(crate) fn release_c(&self) -> Option<bool> {
        let before = self.0.fetch_and(!C, Ordering::AcqRel);
        (before & C != 0).then_some(before == C)
    }

    /// Releases the hold of the hand-over. Returns `true` if that was the last hold.
    pub(crate) fn release_hand_over(&self) -> bool {
        self.0.fetch_sub(HAND_OVER, Ordering::AcqRel) == HAND_OVER
    }
}
