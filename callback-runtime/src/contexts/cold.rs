//! The cold paths of a call.
//!
//! They need nothing but a pointer to the context, and are generic over what C gets and nothing else. They are
//! `extern "C"`, so they cannot unwind, and a trampoline that calls one needs no landing pad.

use core::ptr::NonNull;

use crate::contexts::method::{Method, opaque};
use crate::contexts::record::{FreedBy, Record};
use crate::contract::prefix::prefix;
use crate::faults::fault::{Fault, Site};
use crate::faults::unwind::Payload;

/// Returns what C gets from a call that the gate did not admit.
///
/// `release` ends the call's hold of the context, if it has one. The hook runs after that, because it may have C
/// destroy the context, or wait for a thread that waits for this call.
///
/// # Safety
///
/// - `context` is the address of a context of the declaration that has the `method`. It is alive until `release` is
///   called.
#[inline(always)]
pub(crate) unsafe fn refuse_and<M: Method>(
    context: NonNull<()>,
    freed_by: FreedBy,
    method: &M,
    release: impl FnOnce(),
) -> M::Return {
    // SAFETY: the caller's promise.
    let record = unsafe { prefix::<Record>(context) };
    // SAFETY: as above.
    let site = unsafe { method.site(context) };
    // SAFETY: as above.
    let fallback = unsafe { method.fallback(context) };
    let report = record.refusal(site, freed_by);
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
/// - `context` is the address of a context of the declaration that has the `method`. It is alive when this is
///   called.
#[cold]
#[inline(never)]
#[allow(improper_ctypes_definitions, reason = "`extern` for its `nounwind`; C never sees it")]
pub(crate) unsafe extern "C" fn refuse<M: Method>(
    context: NonNull<()>,
    freed_by: FreedBy,
    method: M,
) -> M::Return {
    // SAFETY: the caller's promise.
    unsafe { refuse_and(context, freed_by, &method, || ()) }
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
#[allow(improper_ctypes_definitions, reason = "`extern` for its `nounwind`; C never sees it")]
pub(crate) unsafe extern "C" fn refuse_expired<M: Method>(
    context: NonNull<()>,
    method: M,
) -> M::Return {
    // SAFETY: the caller's promise.
    let record = unsafe { prefix::<Record>(context) };
    // SAFETY: as above.
    let site = unsafe { method.site(context) };
    // SAFETY: as above.
    let fallback = unsafe { method.fallback(context) };
    // SAFETY: the gate has admitted the call, which has not left (the caller's promise).
    if let Some(report) = unsafe { record.refuse_expired(site) } {
        report.emit();
    }
    fallback
}

/// Returns what C gets from an admitted call that ended in a fault: a panic if there is a payload, else an
/// argument that cannot be converted.
///
/// # Safety
///
/// - `context` is the address of a context of the declaration that has the `method`. It is alive until this returns.
/// - The gate has admitted this call, which has not left.
#[cold]
#[inline(never)]
#[allow(improper_ctypes_definitions, reason = "`extern` for its `nounwind`; C never sees it")]
pub(crate) unsafe extern "C" fn fail<M: Method>(
    context: NonNull<()>,
    payload: Option<Payload>,
    method: M,
) -> M::Return {
    // SAFETY: the caller's promise.
    let record = unsafe { prefix::<Record>(context) };
    // SAFETY: as above.
    let site = unsafe { method.site(context) };
    // SAFETY: the gate has admitted the call, which has not left (the caller's promise).
    unsafe { record.fail(site, payload) };
    // SAFETY: the context is alive until this returns (the caller's promise).
    unsafe { method.fallback(context) }
}

/// Returns what C gets if there is no context in which to record the fault.
#[cold]
#[inline(never)]
pub(crate) extern "C" fn no_context<R>(site: &'static Site, fault: Fault, fallback: R) -> R {
    site.report(fault).emit();
    opaque(fallback)
}
