//! What C gets from a call that does not enter its entry, or is refused by the gate of the context there.

use crate::contexts::cold;
use crate::contexts::method::{self, Method};
use crate::contexts::record::{FreedBy, Record};
use crate::contract::kind::Affinity;
use crate::contract::prefix::prefix;
use crate::entries::entry::Entry;
use crate::entries::entry_guard::{EntryGuard, Lent};
use crate::entries::table;
use crate::faults::fault::{Fault, Site};
use crate::faults::unwind::Payload;

/// Reports a call that found no callback that it could enter.
///
/// `affinity` is that of the declaration. If it is `OneThread`, a callback that is found here belongs to
/// another thread, or is running: that is a fault of this callback. If it is `AnyThread`, the callback is
/// poisoned, or it is another one that has been opened in the meantime.
///
/// # Safety
///
/// - If a callback with `key` is in `entry`, the entry leads to its context.
#[cold]
pub(crate) unsafe fn report_refusal(
    site: &'static Site,
    entry: &'static Entry,
    key: usize,
    affinity: Affinity,
) {
    let mut report = Some(site.report(absent(key)));
    if let Some((context, guard)) = Lent::enter_even_poisoned(entry, key) {
        // SAFETY: the entry leads to a context (the caller's promise), which is alive while this call is in the
        // entry.
        let record = unsafe { prefix::<Record>(context) };
        if affinity == Affinity::OneThread || record.gate.is_poisoned() {
            // The owner in Rust frees the context, whatever C does.
            report = record.refusal(site, FreedBy::Others);
        }
        // SAFETY: the call entered above, and exits once.
        unsafe { guard.exit_and_notify() };
    }
    // After the exit, because the hook may wait for the owner, which may wait for this call to exit.
    if let Some(report) = report {
        report.emit();
    }
}

/// Returns what C gets from a call that has entered and was not admitted.
///
/// # Safety
///
/// - The entry leads to a context of the declaration that has the `method`. The call of the guard has entered and
///   not exited.
#[cold]
#[inline(never)]
#[allow(improper_ctypes_definitions, reason = "`extern` for its `nounwind`; C never sees it")]
pub(crate) unsafe extern "C" fn refuse_guarded<V: EntryGuard, M: Method>(
    guard: V,
    method: M,
) -> M::Return {
    // SAFETY: the call has entered and not exited (the caller's promise).
    let exit = || unsafe { guard.exit_and_notify() };
    // SAFETY: the call has not exited.
    let context = unsafe { guard.context() };
    // SAFETY: the context is alive until the call exits, and one of the declaration (the caller's promise).
    unsafe { cold::refuse_and(context, FreedBy::Others, &method, exit) }
}

/// Returns what C gets from a call that ended in a fault: see [`cold::fail`].
///
/// # Safety
///
/// - As for [`refuse_guarded`], but the gate has admitted the call, which has not left.
#[cold]
#[inline(never)]
#[allow(improper_ctypes_definitions, reason = "`extern` for its `nounwind`; C never sees it")]
pub(crate) unsafe extern "C" fn fail<V: EntryGuard, M: Method>(
    guard: V,
    payload: Option<Payload>,
    method: M,
) -> M::Return {
    // SAFETY: the call has not exited (the caller's promise).
    let context = unsafe { guard.context() };
    // SAFETY: the context is alive until the call exits. The call was admitted and has not left (the caller's
    // promise).
    let failed = unsafe { cold::fail(context, payload, method) };
    // SAFETY: the call has entered and not exited (the caller's promise).
    unsafe { guard.exit_and_notify() };
    failed
}

/// Returns what C gets from a call that [`report_refusal`] reports, by its handle. The trampoline does nothing
/// but call this.
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
    // SAFETY: if a callback with this handle is there, the entry leads to its context (the caller's promise).
    unsafe { report_refusal(site, table::entry(handle), handle, affinity) };
    method::opaque(fallback)
}

/// Returns what C gets if no callback has the handle that C passed.
pub(crate) fn refuse_absent<R>(site: &'static Site, raw: *mut (), fallback: R) -> R {
    cold::no_context(site, absent(raw.addr()), fallback)
}

fn absent(key: usize) -> Fault {
    if key == 0 { Fault::InvalidArgument } else { Fault::Expired }
}

/// The methods of a lifetime that finds its context by the guard of an entry.
macro_rules! by_guard {
    ($guard:ty) => {
        type Found<K: Kind> = $guard;

        #[inline(always)]
        unsafe fn context<K: Kind>(found: Self::Found<K>) -> NonNull<()> {
            // SAFETY: the call has not exited (the caller's promise).
            unsafe { found.context() }
        }

        #[inline(always)]
        unsafe fn admit<C: Callback + ?Sized, F>(
            _: Self::Found<C::Kind>,
            gate: &$crate::contract::gate::Gate,
        ) -> bool {
            C::Kind::admit_guarded(gate)
        }

        #[inline(always)]
        unsafe fn leave<K: Kind>(found: Self::Found<K>) {
            // SAFETY: `admit_guarded` returned `true` to this call, which has not left (the caller's promise).
            unsafe { K::leave_guarded(found) };
        }

        #[inline(always)]
        unsafe fn release<C: Callback + ?Sized, F>(found: Self::Found<C::Kind>) -> bool {
            // SAFETY: `find` has entered, and the call exits once (the caller's promise).
            unsafe { found.exit() }
        }

        #[inline(always)]
        unsafe fn after_release<C: Callback + ?Sized, F, T>(
            found: Self::Found<C::Kind>,
            result: T,
        ) -> T {
            // SAFETY: `release` has returned `true`.
            unsafe { $crate::entries::entry_guard::notify_and_return(found, result) }
        }

        #[inline(always)]
        unsafe fn refuse<K: Kind, M: $crate::contexts::method::Method>(
            found: Self::Found<K>,
            method: M,
        ) -> M::Return {
            // SAFETY: the entry leads to a context of the declaration, and the call has entered and not exited (the
            // caller's promise).
            unsafe { $crate::registered::refusal::refuse_guarded(found, method) }
        }

        #[inline(always)]
        unsafe fn fail<C: Callback + ?Sized, F, M: $crate::contexts::method::MethodOf<C>>(
            found: Self::Found<C::Kind>,
            payload: Option<$crate::faults::unwind::Payload>,
            method: M,
        ) -> M::Return {
            // SAFETY: as for `refuse`, and the gate has admitted the call, which has not left (the caller's
            // promise).
            unsafe { $crate::registered::refusal::fail(found, payload, method) }
        }
    };
}
pub(crate) use by_guard;
