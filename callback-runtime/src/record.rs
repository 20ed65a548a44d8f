//! What has happened to a context: who is in it, and what went wrong first.

use core::fmt;
use core::sync::atomic::{AtomicU8, Ordering};

#[cfg(feature = "std")]
use crate::entry::Place;
use crate::fault::{Fault, FaultReport, Site};
use crate::first::First;
use crate::gate::Gate;
use crate::unwind::{self, Payload};

/// The part of a context that is the same whatever C gets, so that its code is compiled once and not
/// in each crate that declares callbacks.
///
/// The gate comes first, so that whoever has the context's address has that of the gate.
#[repr(C)]
pub(crate) struct Record {
    pub(crate) gate: Gate,
    site: &'static Site,
    fault: AtomicU8,
    payload: First<Payload>,
    /// Where calls find the context, unless C has its address.
    #[cfg(feature = "std")]
    pub(crate) place: Option<Place>,
}

impl Record {
    pub(crate) const fn new(site: &'static Site) -> Self {
        Self {
            gate: Gate::new(),
            site,
            fault: AtomicU8::new(0),
            payload: First::new(),
            #[cfg(feature = "std")]
            place: None,
        }
    }

    pub(crate) fn fault(&self) -> Option<Fault> {
        Fault::from_code(self.fault.load(Ordering::Acquire))
    }

    #[inline]
    pub(crate) fn is_faulty(&self) -> bool {
        self.fault.load(Ordering::Acquire) != 0
    }

    pub(crate) fn take_panic(&self) -> Option<Payload> {
        self.payload.take()
    }

    fn report(&self, fault: Fault) -> FaultReport {
        self.site.report(fault)
    }

    /// Closes the gate; what the hook is to be told, if this is the first fault.
    fn close(&self, report: FaultReport) -> Option<FaultReport> {
        let fault = report.fault();
        self.gate.poison();
        #[cfg(feature = "std")]
        if let Some(Place { entry, key, .. }) = self.place {
            entry.poison(key);
        }
        let first =
            self.fault.compare_exchange(0, fault as u8, Ordering::AcqRel, Ordering::Relaxed);
        first.is_ok().then_some(report)
    }

    /// Closes the gate; tells the hook if this is the first fault.
    pub(crate) fn record(&self, fault: Fault) {
        if let Some(report) = self.close(self.report(fault)) {
            report.send();
        }
    }

    /// Closes the gate because C has had its one call; what the hook is to be told of that.
    pub(crate) fn expire(&self) -> Option<FaultReport> {
        self.close(self.report(Fault::Expired))
    }

    /// Closes the gate because of a call that it did not admit; what the hook is to be told of that.
    pub(crate) fn refuse(&self, only_call: bool) -> Option<FaultReport> {
        let gate = &self.gate;
        if gate.is_poisoned() {
            // The fault that did it is not this call's.
            return None;
        }
        self.close(if gate.is_spent() {
            self.report(Fault::Expired)
        } else if gate.is_foreign() {
            let report = self.report(Fault::WrongThread);
            // C will neither call again nor destroy: nothing is left to free the closure.
            if only_call { report.and_leaked() } else { report }
        } else {
            self.report(Fault::Reentered)
        })
    }

    /// Closes the gate because of a call that ended in a fault: a panic, if there is a payload, or an
    /// argument that cannot be converted.
    pub(crate) fn fail(&self, payload: Option<Payload>) {
        let Some(payload) = payload else { return self.record(Fault::InvalidArgument) };
        // The payload before the fault: who sees the fault finds the payload.
        if let Err(later) = self.payload.put(payload) {
            unwind::drop_quietly(later);
        }
        self.record(Fault::Panicked);
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
