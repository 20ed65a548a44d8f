//! The header of a context: its record and the fallback, and the cold paths of a call.
//!
//! The cold paths need nothing but a pointer to the header, and are generic over the type that C gets and
//! nothing else. They are `extern "C"`, so they cannot unwind, and a trampoline that calls one needs no landing
//! pad.

use core::hint;
use core::mem::ManuallyDrop;
use core::ptr::{self, NonNull};

use crate::contexts::record::{FreedBy, Record};
use crate::contract::prefix::{Prefix, prefix};
use crate::faults::fault::{Fault, Site};
use crate::faults::unwind::Payload;

/// The value of a constant expression. It is never dropped.
///
/// The constant could be evaluated anew at each use, on any thread. So a copy of its bits is as good as a value
/// of its own, and the type need be neither `Copy` nor `Send`.
struct Fallback<R>(ManuallyDrop<R>);

// SAFETY: the value could have been evaluated on the other thread (see `Fallback`).
unsafe impl<R> Send for Fallback<R> {}
// SAFETY: as above, and a shared value is only ever copied.
unsafe impl<R> Sync for Fallback<R> {}

/// The part of a context that does not depend on the closure.
///
/// The record comes first, so the header and the record have the same address.
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
    /// - `fallback` is the value of a constant.
    pub(crate) const unsafe fn new(site: &'static Site, fallback: R) -> Self {
        Self { record: Record::new(site), fallback: Fallback(ManuallyDrop::new(fallback)) }
    }

    pub(crate) fn fallback(&self) -> R {
        // SAFETY: a copy of the bits of a constant is a value of its own, see `Fallback`.
        unsafe { ptr::from_ref(&self.fallback.0).cast::<R>().read() }
    }
}

/// Returns what C gets from a call that the gate did not admit.
///
/// `release` ends the call's hold of the context, if it has one. The hook runs after that, because it may have C
/// destroy the context, or wait for a thread that waits for this call.
///
/// # Safety
///
/// - `context` is the address of a context from whose callback C gets an `R`. It is alive until `release` is
///   called.
#[inline(always)]
pub(crate) unsafe fn refuse_and<R>(
    context: NonNull<()>,
    freed_by: FreedBy,
    release: impl FnOnce(),
) -> R {
    // SAFETY: the caller's promise.
    let header = unsafe { prefix::<Header<R>>(context) };
    let fallback = header.fallback();
    let report = header.record.refusal(freed_by);
    release();
    if let Some(report) = report {
        report.emit();
    }
    fallback
}

/// As [`refuse_and`], for a call that does not hold its context.
///
/// # Safety
///
/// - `context` is the address of a context from whose callback C gets an `R`. It is alive when this is
///   called.
#[cold]
#[inline(never)]
pub(crate) unsafe extern "C" fn refuse<R>(context: NonNull<()>, freed_by: FreedBy) -> R {
    // SAFETY: the caller's promise.
    unsafe { refuse_and(context, freed_by, || ()) }
}

/// Returns what C gets from the second call of a closure that it promised to call once.
///
/// Such a call does not hold its context either: see [`refuse`].
///
/// # Safety
///
/// - As for [`refuse`], and the gate has admitted this call, which has not left.
#[cold]
#[inline(never)]
pub(crate) unsafe extern "C" fn refuse_expired<R>(context: NonNull<()>) -> R {
    // SAFETY: the caller's promise.
    let header = unsafe { prefix::<Header<R>>(context) };
    let fallback = header.fallback();
    // SAFETY: the gate has admitted the call, which has not left (the caller's promise).
    if let Some(report) = unsafe { header.record.refuse_expired() } {
        report.emit();
    }
    fallback
}

/// Returns what C gets from an admitted call that ended in a fault: a panic if there is a payload, else an
/// argument that cannot be converted.
///
/// # Safety
///
/// - `context` is the address of a context from whose callback C gets an `R`. It is alive until this returns.
/// - The gate has admitted this call, which has not left.
#[cold]
#[inline(never)]
#[allow(improper_ctypes_definitions, reason = "`extern` for its `nounwind`; C never sees it")]
pub(crate) unsafe extern "C" fn fail<R>(context: NonNull<()>, payload: Option<Payload>) -> R {
    // SAFETY: the caller's promise.
    let header = unsafe { prefix::<Header<R>>(context) };
    // SAFETY: the gate has admitted the call, which has not left (the caller's promise).
    unsafe { header.record.fail(payload) };
    header.fallback()
}

/// Returns what C gets if there is no context in which to record the fault.
#[cold]
#[inline(never)]
pub(crate) extern "C" fn no_context<R>(site: &'static Site, fault: Fault, fallback: R) -> R {
    site.report(fault).emit();
    opaque(fallback)
}

/// Hides the constant `fallback` from the compiler. Otherwise, the caller would keep it in a register across its
/// happy path.
pub(crate) fn opaque<R>(fallback: R) -> R {
    hint::black_box(fallback)
}
