//! What has happened to a context: who is in it, and what has gone wrong.

use core::fmt;
use core::sync::atomic::{AtomicU32, Ordering};

use crate::contexts::set_once::SetOnce;
use crate::contract::gate::Gate;
use crate::contract::prefix::Prefix;
#[cfg(feature = "std")]
use crate::entries::entry::Claim;
use crate::faults::fault::{Fault, FaultReport, Site};
use crate::faults::unwind::{self, Payload};

/// In `faults`, the number of the first.
const FIRST: u32 = 0xff;

/// In `faults`, whether there was one of this sort.
const fn bit(fault: Fault) -> u32 {
    0x100 << fault as u32
}

/// Who frees the context of a call that is refused.
#[derive(Clone, Copy)]
#[repr(u8)]
pub enum FreedBy {
    /// Another call, a destroy function, or an owner in Rust. The common case is 0: the trampolines pass it, and
    /// a 0 takes fewer bytes.
    Others,
    /// The one call that C promised. If it is refused, nobody does.
    OnlyCall,
}

/// The part of a context that is the same whatever C gets, so that its code is compiled once and not
/// in each crate that declares callbacks.
///
/// The gate comes first, so that whoever has the context's address has that of the gate.
#[repr(C)]
pub(crate) struct Record {
    pub(crate) gate: Gate,
    site: &'static Site,
    faults: AtomicU32,
    payload: SetOnce<Payload>,
    /// Where calls find the context, unless C has its address.
    #[cfg(feature = "std")]
    pub(crate) claim: Option<Claim>,
}

// SAFETY: it is the first field of a `Header`, which is `repr(C)`.
unsafe impl Prefix for Record {}

impl Record {
    pub(crate) const fn new(site: &'static Site) -> Self {
        Self {
            gate: Gate::new(),
            site,
            faults: AtomicU32::new(0),
            payload: SetOnce::new(),
            #[cfg(feature = "std")]
            claim: None,
        }
    }

    /// The panic, if there was one, or else the first fault.
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

    fn report(&self, fault: Fault) -> FaultReport {
        self.site.report(fault)
    }

    /// Writes a fault down; what the hook is to be told, if it is the first of its sort.
    fn note(&self, report: FaultReport) -> Option<FaultReport> {
        let fault = report.fault();
        let add = |faults| {
            let first = if faults == 0 { fault as u32 } else { faults & FIRST };
            Some(faults & !FIRST | first | bit(fault))
        };
        let (Ok(before) | Err(before)) =
            self.faults.fetch_update(Ordering::AcqRel, Ordering::Relaxed, add);
        (before & bit(fault) == 0).then_some(report)
    }

    /// Writes a fault down that closes nothing, and tells the hook if it is the first of its sort.
    pub(crate) fn note_and_emit(&self, fault: Fault) {
        if let Some(report) = self.note(self.report(fault)) {
            report.emit();
        }
    }

    /// Takes an admitted call back, since C has had its one call; what the hook is to be told of that.
    ///
    /// # Safety
    ///
    /// - As for [`Gate::leave`].
    pub(crate) unsafe fn refuse_expired(&self) -> Option<FaultReport> {
        // SAFETY: the caller's promise.
        unsafe { self.gate.leave() };
        self.note(self.report(Fault::Expired))
    }

    /// Writes down why the gate has not admitted a call; what the hook is to be told of that.
    pub(crate) fn refusal(&self, freed_by: FreedBy) -> Option<FaultReport> {
        let gate = &self.gate;
        if gate.is_poisoned() {
            // The fault that did it is not this call's.
            return None;
        }
        self.note(if gate.is_expired() {
            self.report(Fault::Expired)
        } else if gate.is_foreign() {
            let report = self.report(Fault::WrongThread);
            // C will neither call again nor destroy: nothing is left to free the closure.
            match freed_by {
                FreedBy::OnlyCall => report.and_leaked(),
                FreedBy::Others => report,
            }
        } else {
            self.report(Fault::Reentered)
        })
    }

    /// Ends an admitted call with a fault: a panic, if there is a payload, or an argument that cannot be
    /// converted.
    ///
    /// # Safety
    ///
    /// - As for [`Gate::leave`].
    pub(crate) unsafe fn fail(&self, payload: Option<Payload>) {
        if let Some(payload) = payload {
            self.poison(payload);
        } else {
            // SAFETY: the caller's promise.
            unsafe { self.gate.leave() };
            self.note_and_emit(Fault::InvalidArgument);
        }
    }

    /// Refuses all later calls, since the closure panicked.
    pub(crate) fn poison(&self, payload: Payload) {
        // The payload before the fault: who sees the fault finds the payload.
        if let Err(later) = self.payload.put(payload) {
            unwind::drop_quietly(later);
        }
        self.gate.poison();
        #[cfg(feature = "std")]
        if let Some(Claim { entry, key, .. }) = self.claim {
            entry.poison(key);
        }
        self.note_and_emit(Fault::Panicked);
    }

    /// Ends a scope in which something went wrong: goes on with a panic of the closure, or else the
    /// first of the others, or else panics with the fault.
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
            (None, Some(fault)) => panic!("{}", self.report(fault)),
            (None, None) => unreachable!("a scope that goes wrong has a payload or a fault"),
        }
    }
}

impl fmt::Debug for Record {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.site)?;
        self.fault().map_or(Ok(()), |fault| write!(f, ": {fault}"))
    }
}
