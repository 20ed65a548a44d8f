//! What every context starts with: what has happened to it, and what C gets if it gets no more.
//!
//! The cold paths begin here. They need nothing but a pointer to the header, they are generic over
//! the type that C gets and nothing else, and they are `extern "C"`, hence cannot unwind: the
//! trampoline that calls one needs no landing pad for it.

use core::hint;
use core::mem::ManuallyDrop;
use core::ptr::{self, NonNull};

use crate::contexts::record::{FreedBy, Record};
use crate::contract::prefix::{Prefix, prefix};
use crate::faults::fault::{Fault, Site};
use crate::faults::unwind::Payload;

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
/// The record comes first, so that whoever has the context's address has that of the record.
#[repr(C)]
pub(crate) struct Header<R> {
    pub(crate) record: Record,
    fallback: Fallback<R>,
}

// SAFETY: it is the first field of a `Core`, and that of a `Context`; both are `repr(C)`.
unsafe impl<R> Prefix for Header<R> {}

impl<R> Header<R> {
    /// # Safety
    ///
    /// - `fallback` is a constant's value.
    pub(crate) const unsafe fn new(site: &'static Site, fallback: R) -> Self {
        Self { record: Record::new(site), fallback: Fallback(ManuallyDrop::new(fallback)) }
    }

    pub(crate) fn fallback(&self) -> R {
        // SAFETY: a copy of a constant's bits is a value, see `Fallback`.
        unsafe { ptr::from_ref(&self.fallback.0).cast::<R>().read() }
    }
}

/// What C gets from a call that the gate did not admit.
///
/// `leave` ends the call, or does nothing if it does not hold its context. The hook is told after that: it
/// may have C destroy the context, or wait for a thread that waits for this call.
///
/// # Safety
///
/// - `context` is the address of a context from whose callback C gets an `R`; it is alive until `leave` is
///   called.
#[inline(always)]
pub(crate) unsafe fn refuse_and<R>(
    context: NonNull<()>,
    freed_by: FreedBy,
    leave: impl FnOnce(),
) -> R {
    // SAFETY: the caller's promise.
    let header = unsafe { prefix::<Header<R>>(context) };
    let fallback = header.fallback();
    let report = header.record.refusal(freed_by);
    leave();
    if let Some(report) = report {
        report.emit();
    }
    fallback
}

/// The same, for a call that does not hold its context.
///
/// # Safety
///
/// - `context` is the address of a context from whose callback C gets an `R`; it is alive when this is
///   called.
#[cold]
#[inline(never)]
pub(crate) unsafe extern "C" fn refuse<R>(context: NonNull<()>, freed_by: FreedBy) -> R {
    // SAFETY: the caller's promise.
    unsafe { refuse_and(context, freed_by, || ()) }
}

/// What C gets from the second call of a closure that it promised to call once.
///
/// Such a call does not hold its context either: see [`refuse`].
///
/// # Safety
///
/// - As for [`refuse`], and the gate has admitted the call.
#[cold]
#[inline(never)]
pub(crate) unsafe extern "C" fn refuse_expired<R>(context: NonNull<()>) -> R {
    // SAFETY: the caller's promise.
    let header = unsafe { prefix::<Header<R>>(context) };
    let fallback = header.fallback();
    // SAFETY: the gate has admitted the call (the caller's promise).
    if let Some(report) = unsafe { header.record.refuse_expired() } {
        report.emit();
    }
    fallback
}

/// What C gets from an admitted call that ended in a fault: a panic, if there is a payload, or an argument
/// that cannot be converted.
///
/// # Safety
///
/// - `context` is the address of a context from whose callback C gets an `R`; it is alive until this
///   returns.
/// - The gate has admitted this call, which has not left.
#[cold]
#[inline(never)]
#[allow(improper_ctypes_definitions, reason = "`extern` for its `nounwind`; C never sees it")]
pub(crate) unsafe extern "C" fn fail<R>(context: NonNull<()>, payload: Option<Payload>) -> R {
    // SAFETY: the caller's promise.
    let header = unsafe { prefix::<Header<R>>(context) };
    // SAFETY: as above.
    unsafe { header.record.fail(payload) };
    header.fallback()
}

/// What C gets when there is no context to look into.
#[cold]
#[inline(never)]
pub(crate) extern "C" fn no_context<R>(site: &'static Site, fault: Fault, fallback: R) -> R {
    site.report(fault).emit();
    opaque(fallback)
}

/// The constant `fallback`, unknown to the compiler: it would be kept in a register across the happy
/// path of the caller.
pub(crate) fn opaque<R>(fallback: R) -> R {
    hint::black_box(fallback)
}
