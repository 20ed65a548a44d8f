//! The record of a context: its gate, and the faults that it has had.

use core::fmt;
use core::ptr;
use core::sync::atomic::{AtomicPtr, AtomicU32, Ordering};

use crate::contexts::set_once::SetOnce;
use crate::contract::gate::Gate;
use crate::contract::prefix::Prefix;
#[cfg(feature = "std")]
use crate::entries::entry::Claim;
use crate::faults::fault::{Fault, FaultReport, Site};
use crate::faults::unwind::{self, Payload};

/// The bits of `faults` that hold the code of the first fault, or 0.
const FIRST: u32 = 0xff;

/// The bit of `faults` that is set after a fault of this sort.
const fn bit(fault: Fault) -> u32 {
    0x100 << fault as u32
}

/// Who frees the context if a call is refused.
#[derive(Clone, Copy)]
#[repr(u8)]
pub enum FreedBy {
    /// Another call, a destroy function, or an owner in Rust. The common case is 0: the trampolines pass it, and
    /// a 0 takes fewer bytes.
    Others,
    /// The one call that C promised. If that is refused, the context is leaked.
    OnlyCall,
}

/// The part of a context that does not depend on the declaration, so that its code is compiled once and not in
/// each crate that declares callbacks.
///
/// The gate comes first, so the record and the gate have the same address.
#[repr(C)]
pub(crate) struct Record {
    pub(crate) gate: Gate,
    /// The declaration. After a fault, the function in which it was.
    site: AtomicPtr<Site>,
    faults: AtomicU32,
    payload: SetOnce<Payload>,
    /// The entry in which calls find the context. `None` if C has the address of the context.
    #[cfg(feature = "std")]
    pub(crate) claim: Option<Claim>,
}

// SAFETY: it is the first field of a `Header`, which is `repr(C)`.
unsafe impl Prefix for Record {}

impl Record {
    #[inline(always)]
    pub(crate) const fn new(site: &'static Site) -> Self {
        Self {
            gate: Gate::new(),
            site: AtomicPtr::new(ptr::from_ref(site).cast_mut()),
            faults: AtomicU32::new(0),
            payload: SetOnce::new(),
            #[cfg(feature = "std")]
            claim: None,
        }
    }

    /// Returns `Panicked` if there was a panic, or else the first fault.
    pub(crate) fn fault(&self) -> Option<Fault> {
        let faults = self.faults.load(Ordering::Acquire);
        if faults & bit(Fault::Panicked) != 0 {
            return Some(Fault::Panicked);
        }
        Fault::from_code(faults & FIRST)
    }

    #[inline]
    pub(crate) fn is_faulty(&self) -> bool {
        self.faults.load(Ordering::Acquire) != 0
    }

    pub(crate) fn take_panic(&self) -> Option<Payload> {
        self.payload.take()
    }

    /// Returns the declaration, or the function that has had the fault which [`fault`](Self::fault) returns.
    pub(crate) fn site(&self) -> &'static Site {
        // SAFETY: the pointer comes from a `&'static Site`, here and in `note`.
        unsafe { &*self.site.load(Ordering::Relaxed) }
    }

    /// Records a fault. Returns the report for the hook if it is the first fault of its sort.
    fn note(&self, report: FaultReport) -> Option<FaultReport> {
        let fault = report.fault();
        // The payload is that of the first panic, too.
        let shown = if fault == Fault::Panicked { bit(Fault::Panicked) } else { !0 };
        let is_shown = self.faults.load(Ordering::Acquire) & shown == 0;
        if is_shown {
            self.site.store(ptr::from_ref(report.site()).cast_mut(), Ordering::Relaxed);
        }
        let add = |faults| {
            let first = if faults == 0 { fault as u32 } else { faults & FIRST };
            Some(faults & !FIRST | first | bit(fault))
        };
        let (Ok(before) | Err(before)) =
            self.faults.fetch_update(Ordering::AcqRel, Ordering::Relaxed, add);
        (before & bit(fault) == 0).then_some(report)
    }

    /// Records a fault that does not poison, and reports it to the hook if it is the first of its sort.
    pub(crate) fn note_and_emit(&self, site: &'static Site, fault: Fault) {
        if let Some(report) = self.note(site.report(fault)) {
            report.emit();
        }
    }

    /// Lets an admitted call leave the gate, because C has had its one call. Returns the report for the hook.
    ///
    /// # Safety
    ///
    /// - As for [`Gate::leave`].
    pub(crate) unsafe fn refuse_expired(&self, site: &'static Site) -> Option<FaultReport> {
        // SAFETY: the caller's promise.
        unsafe { self.gate.leave() };
        self.note(site.report(Fault::Expired))
    }

    /// Records why the gate did not admit a call. Returns the report for the hook.
    pub(crate) fn refusal(&self, site: &'static Site, freed_by: FreedBy) -> Option<FaultReport> {
        let gate = &self.gate;
        if gate.is_poisoned() {
            // The panic was the fault of an earlier call.
            return None;
        }
        self.note(if gate.is_expired() {
            site.report(Fault::Expired)
        } else if gate.is_foreign() {
            let report = site.report(Fault::WrongThread);
            // If C neither calls again nor destroys, nothing is left that frees the closure.
            match freed_by {
                FreedBy::OnlyCall => report.and_leaked(),
                FreedBy::Others => report,
            }
        } else {
            site.report(Fault::Reentered)
        })
    }

    /// Ends an admitted call with a fault: a panic if there is a payload, else an argument that cannot be
    /// converted.
    ///
    /// # Safety
    ///
    /// - As for [`Gate::leave`].
    pub(crate) unsafe fn fail(&self, site: &'static Site, payload: Option<Payload>) {
        if let Some(payload) = payload {
            self.poison(site, payload);
        } else {
            // SAFETY: the caller's promise.
            unsafe { self.gate.leave() };
            self.note_and_emit(site, Fault::InvalidArgument);
        }
    }

    /// Records why the arguments of a call that has not asked the gate cannot be converted: a panic if there is a
    /// payload.
    #[cfg(feature = "std")]
    #[cold]
    pub(crate) fn fail_before_entry(&self, payload: Option<Payload>) {
        match payload {
            Some(payload) => self.poison(self.site(), payload),
            None => self.note_and_emit(self.site(), Fault::InvalidArgument),
        }
    }

    /// Poisons the context: refuses all later calls, because the closure panicked.
    pub(crate) fn poison(&self, site: &'static Site, payload: Payload) {
        // The payload before the fault, so that whoever sees the fault finds the payload.
        if let Err(later) = self.payload.put(payload) {
            unwind::drop_quietly(later);
        }
        self.gate.poison();
        #[cfg(feature = "std")]
        if let Some(Claim { entry, key, .. }) = self.claim {
            entry.poison(key);
        }
        self.note_and_emit(site, Fault::Panicked);
    }

    /// Ends a scope in which something went wrong. Resumes the first panic of these: the closure's, `first`,
    /// `second`. If there was none, panics with the fault.
    #[cold]
    #[track_caller]
    pub(crate) fn raise(&self, first: Option<Payload>, second: Option<Payload>) -> ! {
        let mut payloads = [self.take_panic(), first, second].into_iter().flatten();
        let raised = payloads.next();
        payloads.for_each(|later| {
            unwind::drop_quietly(later);
        });
        match (raised, self.fault()) {
            (Some(payload), _) => unwind::resume(payload),
            (None, Some(fault)) => panic!("{}", self.site().report(fault)),
            (None, None) => unreachable!("a scope that goes wrong has a payload or a fault"),
        }
    }
}

impl fmt::Debug for Record {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.site())?;
        self.fault().map_or(Ok(()), |fault| write!(f, ": {fault}"))
    }
}
