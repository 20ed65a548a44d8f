//! What C gets from a call that does not enter what an entry has.

use crate::contexts::header;
use crate::contexts::record::{FreedBy, Record};
use crate::contract::callback::Callback;
use crate::contract::kind::Affinity;
use crate::contract::prefix::prefix;
use crate::entries::entry::Entry;
use crate::entries::entry_guard::{EntryGuard, Lent};
use crate::entries::table;
use crate::faults::fault::{Fault, Site};
use crate::faults::unwind::Payload;

/// Reports a call that found no callback in an entry that it might have entered.
///
/// `bound` says whether a callback of the declaration belongs to a thread. In this case the one that
/// is there belongs to another thread, or is running: that is a fault of its own. In the other case
/// it is another one, which has come in the meantime.
///
/// # Safety
///
/// - If a callback is in the entry that has `key`, what the entry leads to is its context.
#[cold]
pub(crate) unsafe fn report_refusal(
    site: &'static Site,
    entry: &'static Entry,
    key: usize,
    affinity: Affinity,
) {
    let mut report = Some(site.report(absent(key)));
    if let Some((context, guard)) = Lent::enter_even_poisoned(entry, key) {
        // SAFETY: the context is alive as long as this call is in the entry.
        let record = unsafe { prefix::<Record>(context) };
        if affinity == Affinity::OneThread || record.gate.is_poisoned() {
            // C calls again, or is told not to.
            report = record.refusal(FreedBy::Others);
        }
        // SAFETY: entered above.
        unsafe { guard.exit_and_notify() };
    }
    // Not inside of the call, which the owner may be waiting for.
    if let Some(report) = report {
        report.emit();
    }
}

/// What C gets from a call that has found its callback, and was not admitted.
///
/// # Safety
///
/// - What the entry leads to is a context of a callback from which C gets an `R`; the call of
///   the guard has not left.
#[cold]
#[inline(never)]
pub(crate) unsafe extern "C" fn refuse_guarded<V: EntryGuard, R>(guard: V) -> R {
    // SAFETY: the caller's promise.
    let exit = || unsafe { guard.exit_and_notify() };
    // SAFETY: the call is in the entry.
    let context = unsafe { guard.context() };
    // SAFETY: the context is alive as long as this call is in the entry.
    unsafe { header::refuse_and::<R>(context, FreedBy::Others, exit) }
}

/// What C gets from a call that ended in a fault: see [`header::fail`].
///
/// # Safety
///
/// - As for [`refuse_guarded`], but the gate has admitted the call.
#[cold]
#[inline(never)]
#[allow(improper_ctypes_definitions, reason = "`extern` for its `nounwind`; C never sees it")]
pub(crate) unsafe extern "C" fn fail<V: EntryGuard, R>(guard: V, payload: Option<Payload>) -> R {
    // SAFETY: the call is in the entry.
    let context = unsafe { guard.context() };
    // SAFETY: the context is alive as long as this call is in the entry, and it was admitted.
    let failed = unsafe { header::fail::<R>(context, payload) };
    // SAFETY: the caller's promise.
    unsafe { guard.exit_and_notify() };
    failed
}

/// What C gets from a call that [`report_refusal`] reports, by its handle; with nothing to be done in the
/// trampoline but to pass that on.
///
/// # Safety
///
/// - As for [`report_refusal`].
#[cold]
#[inline(never)]
pub(crate) unsafe extern "C" fn refuse_handle<R>(
    site: &'static Site,
    handle: usize,
    affinity: Affinity,
    fallback: R,
) -> R {
    // SAFETY: the caller's promise.
    unsafe { report_refusal(site, table::entry(handle), handle, affinity) };
    header::opaque(fallback)
}

/// What C gets where there is no callback for what it passed.
pub(crate) fn refuse_absent<C: Callback>(raw: *mut ()) -> C::Return {
    header::no_context(C::SITE, absent(raw.addr()), C::FALLBACK)
}

fn absent(key: usize) -> Fault {
    if key == 0 { Fault::InvalidArgument } else { Fault::Expired }
}

/// What a lifetime finds is the guard of an entry, which leads to the context.
macro_rules! by_guard {
    ($guard:ty) => {
        type Found<K: Kind> = $guard;

        #[inline(always)]
        unsafe fn context<K: Kind>(found: Self::Found<K>) -> NonNull<()> {
            // SAFETY: the call has not let go of it (the caller's promise).
            unsafe { found.context() }
        }

        #[inline(always)]
        fn admit<K: Kind>(gate: &$crate::contract::gate::Gate) -> bool {
            K::admit_guarded(gate)
        }

        #[inline(always)]
        unsafe fn leave<K: Kind>(found: Self::Found<K>) {
            // SAFETY: the caller's promise.
            unsafe { K::leave_guarded(found) };
        }

        #[inline(always)]
        unsafe fn release<C: Callback, F>(found: Self::Found<C::Kind>) -> bool {
            // SAFETY: `find` has entered, and this is the end of the call.
            unsafe { found.exit() }
        }

        #[inline(always)]
        unsafe fn after_release<C: Callback, F>(
            found: Self::Found<C::Kind>,
            result: C::Return,
        ) -> C::Return {
            // SAFETY: `release` has returned `true`.
            unsafe { $crate::entries::entry_guard::notify_and_return(found, result) }
        }

        #[inline(always)]
        unsafe fn refuse<C: Callback>(found: Self::Found<C::Kind>) -> C::Return {
            // SAFETY: what is in the entry is a context of `C`.
            unsafe { $crate::registered::refusal::refuse_guarded(found) }
        }

        #[inline(always)]
        unsafe fn fail<C: Callback, F>(
            found: Self::Found<C::Kind>,
            payload: Option<$crate::faults::unwind::Payload>,
        ) -> C::Return {
            // SAFETY: as above.
            unsafe { $crate::registered::refusal::fail(found, payload) }
        }
    };
}
pub(crate) use by_guard;
