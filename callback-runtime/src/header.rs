//! What every context starts with: the gate, the fallback, and the first fault.
//!
//! The cold paths live here. They need nothing but a pointer to the header, they are generic over
//! the type that C gets and nothing else, and they are `extern "C"`, hence cannot unwind: the
//! trampoline that calls one needs no landing pad for it.

use core::fmt;
use core::hint;
use core::mem::ManuallyDrop;
use core::ptr::{self, NonNull};
use core::sync::atomic::{AtomicU8, Ordering};

#[cfg(feature = "std")]
use crate::entry::Place;
use crate::fault::{Fault, FaultReport, Site};
use crate::first::First;
use crate::gate::Gate;
use crate::unwind::{self, Payload};

/// A value that a constant expression made, and that is never dropped.
///
/// The constant could have been evaluated anew at each use, on whatever thread, so a copy of its
/// bits is as good as a value of its own, and the type need be neither `Copy` nor `Send`.
struct Fallback<R>(ManuallyDrop<R>);

// SAFETY: see above.
unsafe impl<R> Send for Fallback<R> {}
// SAFETY: see above; the value is only ever copied.
unsafe impl<R> Sync for Fallback<R> {}

/// The part of a context that does not depend on the closure.
///
/// The gate comes first, so that whoever has the context's address has that of the gate.
#[repr(C)]
pub(crate) struct Header<R> {
    pub(crate) gate: Gate,
    fallback: Fallback<R>,
    site: &'static Site,
    fault: AtomicU8,
    payload: First<Payload>,
    /// Where calls find the context, unless C has its address.
    #[cfg(feature = "std")]
    pub(crate) place: Option<Place>,
}

impl<R> Header<R> {
    /// `fallback` must be a constant's value.
    pub(crate) const fn new(site: &'static Site, fallback: R) -> Self {
        Self {
            gate: Gate::new(),
            fallback: Fallback(ManuallyDrop::new(fallback)),
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

    pub(crate) fn is_faulty(&self) -> bool {
        self.fault.load(Ordering::Acquire) != 0
    }

    pub(crate) fn take_panic(&self) -> Option<Payload> {
        self.payload.take()
    }

    pub(crate) fn report(&self, fault: Fault) -> FaultReport {
        self.site.report(fault)
    }

    /// Closes the gate; whether this is the first fault, of which the hook is to be told.
    fn close(&self, fault: Fault) -> bool {
        self.gate.poison();
        #[cfg(feature = "std")]
        if let Some(Place { entry, key, .. }) = self.place {
            entry.poison(key);
        }
        self.fault.compare_exchange(0, fault as u8, Ordering::AcqRel, Ordering::Relaxed).is_ok()
    }

    /// Closes the gate; tells the hook if this is the first fault.
    fn record(&self, report: &FaultReport) {
        if self.close(report.fault()) {
            report.send();
        }
    }

    pub(crate) fn fallback(&self) -> R {
        // SAFETY: a copy of a constant's bits is a value, see `Fallback`.
        unsafe { ptr::from_ref(&self.fallback.0).cast::<R>().read() }
    }
}

impl<R> fmt::Debug for Header<R> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.site)?;
        self.fault().map_or(Ok(()), |fault| write!(f, ": {fault}"))
    }
}

/// What C gets from a call that the gate did not admit.
///
/// Such a call does not hold its context: the hook may have C destroy it. So this takes a pointer,
/// and does not use it once the hook has been told.
///
/// # Safety
///
/// - `header` points to the header of a context that is alive when this is called.
#[cold]
#[inline(never)]
pub(crate) unsafe extern "C" fn refuse<R>(header: NonNull<Header<R>>, only_call: bool) -> R {
    // SAFETY: the caller's promise.
    let header = unsafe { header.as_ref() };
    let (gate, fallback) = (&header.gate, header.fallback());
    if gate.is_poisoned() {
        // The fault that did it is not this call's.
        return fallback;
    }
    let report = if gate.is_spent() {
        header.report(Fault::Expired)
    } else if gate.is_foreign() {
        let report = header.report(Fault::WrongThread);
        // C will neither call again nor destroy: nothing is left to free the closure.
        if only_call { report.and_leaked() } else { report }
    } else {
        header.report(Fault::Reentered)
    };
    if header.close(report.fault()) {
        report.send();
    }
    fallback
}

/// What C gets from the second call of a closure that it promised to call once.
#[cold]
#[inline(never)]
pub(crate) extern "C" fn expire<R>(header: &Header<R>) -> R {
    header.record(&header.report(Fault::Expired));
    header.fallback()
}

/// What C gets when it passed an argument that cannot be converted.
pub(crate) fn reject<R>(header: &Header<R>) -> R {
    header.record(&header.report(Fault::InvalidArgument));
    header.fallback()
}

/// What C gets when the closure panicked.
pub(crate) fn panicked<R>(header: &Header<R>, payload: Payload) -> R {
    // The payload before the fault: who sees the fault finds the payload.
    if let Err(later) = header.payload.put(payload) {
        unwind::drop_quietly(later);
    }
    header.record(&header.report(Fault::Panicked));
    header.fallback()
}

/// What C gets from a call that ended in a fault: a panic, if there is a payload, or an argument that
/// cannot be converted.
///
/// # Safety
///
/// - `header` points to the header of a context that is alive until this returns.
#[cold]
#[inline(never)]
#[allow(improper_ctypes_definitions, reason = "`extern` for its `nounwind`; C never sees it")]
pub(crate) unsafe extern "C" fn fail<R>(header: NonNull<Header<R>>, payload: Option<Payload>) -> R {
    // SAFETY: the caller's promise.
    let header = unsafe { header.as_ref() };
    match payload {
        Some(payload) => panicked(header, payload),
        None => reject(header),
    }
}

/// What C gets when there is no context to look into.
#[cold]
#[inline(never)]
pub(crate) extern "C" fn no_context<R>(site: &'static Site, fault: Fault, fallback: R) -> R {
    site.report(fault).send();
    // Opaque, or the constant is kept in a register across the happy path of the caller.
    hint::black_box(fallback)
}
