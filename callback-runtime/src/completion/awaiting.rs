//! The lifetime of a completion: the trampoline and the destroy function wake the future.

use core::marker::PhantomData;
use core::ptr::NonNull;
use core::sync::atomic::{AtomicBool, Ordering};
use core::task::Waker;
use std::boxed::Box;
use std::sync::{Mutex, MutexGuard, PoisonError};

use crate::calls::arguments::Arguments;
use crate::calls::call::{Call, Unused};
use crate::calls::lifetime::Lifetime;
use crate::contexts::cold;
use crate::contexts::method::{Method, MethodOf};
use crate::contexts::record::FreedBy;
use crate::contract::callback::Callback;
use crate::contract::destroy::Destructor;
use crate::contract::kind::{Affinity, Kind};
use crate::entries::entry::{AWAITED, Claim};
use crate::entries::entry_guard::{EntryGuard, Lent};
use crate::entries::table;
use crate::faults::fault::{Fault, Site};
use crate::faults::unwind::{self, Payload};
use crate::registered::any_installed::{AnyInstalled, Boxed};
use crate::registered::refusal;

/// The state that the trampoline, the destroy function and the future share. The entry leads to it.
pub(crate) struct Awaited {
    context: NonNull<()>,
    /// Whether C has called or run the destroy function. Whatever C does after the first of these is late.
    begun: AtomicBool,
    state: Mutex<State>,
}

struct State {
    progress: Progress,
    waker: Option<Waker>,
}

/// The progress of C, as the future sees it.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Progress {
    Waiting,
    /// C has run the destroy function before any call.
    Destroyed,
    /// The one call has returned.
    Called,
}

impl Awaited {
    pub(crate) fn new(context: NonNull<()>) -> Self {
        let state = Mutex::new(State { progress: Progress::Waiting, waker: None });
        Self { context, begun: AtomicBool::new(false), state }
    }

    /// Returns the progress. If it is `Waiting`, `waker` is woken when it changes.
    pub(crate) fn poll(&self, waker: &Waker) -> Progress {
        // Wakers are cloned and dropped by foreign code, so not under the lock.
        let before = self.lock().waker.take();
        let waker = match before {
            Some(before) if before.will_wake(waker) => before,
            _ => waker.clone(),
        };
        let mut state = self.lock();
        if state.progress == Progress::Waiting {
            state.waker = Some(waker);
        }
        state.progress
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        // Nothing panics under the lock.
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Marks that C has used the completion. Returns `true` if this is the first use. Relaxed: the data has
    /// orderings of its own.
    fn begin(&self) -> bool {
        !self.begun.swap(true, Ordering::Relaxed)
    }
}

/// The lifetime of a completion.
pub(crate) struct Awaiting;

/// The guard of a call that has found its completion.
///
/// Holds a pointer: a reference in an argument would have to stay valid until the function returns, and the
/// function may end the call.
#[derive(Clone, Copy)]
pub(crate) struct Found {
    awaited: NonNull<Awaited>,
    guard: Lent,
}

impl Found {
    /// Enters the entry of the handle that C passed, if the future is still alive.
    fn look_up(raw: *mut ()) -> Option<Self> {
        let entry = table::entry(raw.addr());
        let (awaited, guard) = Lent::enter(entry, raw.addr() ^ AWAITED)?;
        Some(Self { awaited: awaited.cast(), guard })
    }

    /// Returns the context of the completion.
    ///
    /// # Safety
    ///
    /// - The call has not exited.
    unsafe fn context(self) -> NonNull<()> {
        // SAFETY: the entry of a completion leads to an `Awaited`, which is alive until the call exits (the
        // caller's promise).
        unsafe { (*self.awaited.as_ptr()).context }
    }

    /// Marks that C has used the completion. Returns `true` if this is the first use.
    ///
    /// # Safety
    ///
    /// - As for [`context`](Self::context).
    unsafe fn begin(self) -> bool {
        // SAFETY: as in `context`.
        unsafe { self.awaited.as_ref() }.begin()
    }

    /// Ends the call, and wakes the future.
    ///
    /// # Safety
    ///
    /// - As for [`EntryGuard::exit_and_notify`].
    unsafe fn complete(self, progress: Progress) {
        let waker = {
            // SAFETY: as in `context`. The reference is not used after the call has exited.
            let awaited = unsafe { self.awaited.as_ref() };
            let mut state = awaited.lock();
            state.progress = progress;
            state.waker.take()
        };
        // SAFETY: the call has entered and not exited (the caller's promise).
        unsafe { self.guard.exit_and_notify() };
        // After the exit, because a waker may drop the future, or wait for a thread that drops it.
        if let Err(payload) = unwind::catch(|| waker.map(Waker::wake)) {
            unwind::drop_quietly(payload);
        }
    }
}

impl Lifetime for Awaiting {
    const FREED_BY: FreedBy = FreedBy::Others;
    type Found<K: Kind> = Found;

    #[inline]
    unsafe fn find<K: Kind>(raw: *mut ()) -> Option<(NonNull<()>, Found)> {
        let found = Found::look_up(raw)?;
        // SAFETY: the call has entered and not exited.
        if unsafe { found.begin() } {
            // SAFETY: as above.
            return Some((unsafe { found.context() }, found));
        }
        // A late call must not record its fault in the context of the call that came in time.
        // SAFETY: the call has entered, and exits once.
        unsafe { found.guard.exit_and_notify() };
        None
    }

    unsafe fn not_found<C: Callback + ?Sized, F, P: Arguments, M: MethodOf<C>>(
        raw: *mut (),
        arguments: Unused<P>,
        method: M,
        _: Unused<impl FnOnce(P::Converted, Call<'_, C, F>) -> M::Return>,
    ) -> M::Return {
        arguments.discard();
        let (site, fallback) = method.constants();
        refusal::refuse_absent(site, raw, fallback)
    }

    #[inline]
    unsafe fn context<K: Kind>(found: Found) -> NonNull<()> {
        // SAFETY: the call has not exited (the caller's promise).
        unsafe { found.context() }
    }

    #[inline]
    unsafe fn release<C: Callback + ?Sized, F>(_: Found) -> bool {
        true
    }

    unsafe fn after_release<C: Callback + ?Sized, F, T>(found: Found, result: T) -> T {
        // SAFETY: the call has entered and not exited (the caller's promise), and exits once.
        unsafe { found.complete(Progress::Called) };
        result
    }

    unsafe fn refuse<K: Kind, M: Method>(found: Found, method: M) -> M::Return {
        // SAFETY: the call has entered and not exited, and the context is one of the declaration (the caller's duty).
        unsafe { refuse(found, method) }
    }

    #[inline]
    unsafe fn fail<C: Callback + ?Sized, F, M: MethodOf<C>>(
        found: Found,
        payload: Option<Payload>,
        method: M,
    ) -> M::Return {
        // SAFETY: as for `refuse`, and the gate has admitted the call, which has not left (the caller's promise).
        unsafe { fail(found, payload, method) }
    }
}

/// Returns what C gets from a call that was not admitted.
///
/// # Safety
///
/// - The call has entered and not exited. The context is one of the declaration that has the `method`.
#[cold]
#[inline(never)]
#[allow(improper_ctypes_definitions, reason = "`extern` for its `nounwind`; C never sees it")]
unsafe extern "C" fn refuse<M: Method>(found: Found, method: M) -> M::Return {
    // SAFETY: the call has not exited (the caller's promise).
    let context = unsafe { found.context() };
    // SAFETY: the call has entered, and exits once.
    let complete = || unsafe { found.complete(Progress::Called) };
    // SAFETY: the context is alive until the call exits, and one of the declaration (the caller's promise).
    unsafe { cold::refuse_and(context, FreedBy::Others, &method, complete) }
}

/// Returns what C gets from a call that ended in a fault: see [`cold::fail`].
///
/// # Safety
///
/// - As for [`refuse`], and the gate has admitted the call, which has not left.
#[cold]
#[inline(never)]
#[allow(improper_ctypes_definitions, reason = "`extern` for its `nounwind`; C never sees it")]
unsafe extern "C" fn fail<M: Method>(
    found: Found,
    payload: Option<Payload>,
    method: M,
) -> M::Return {
    // SAFETY: the call has not exited (the caller's promise).
    let context = unsafe { found.context() };
    // SAFETY: the context is alive until the call exits. The rest is the caller's promise.
    let failed = unsafe { cold::fail(context, payload, method) };
    // SAFETY: the call has entered, and exits once.
    unsafe { found.complete(Progress::Called) };
    failed
}

/// The destroy function of a completion. C runs it instead of the call, or after it.
pub(crate) struct Destroy<C: ?Sized>(PhantomData<C>);

impl<C: Callback + ?Sized> Destructor for Destroy<C> {
    #[inline(always)]
    unsafe fn destroy(raw: *mut ()) {
        destroy(raw, C::SITE);
    }
}

extern "C" fn destroy(raw: *mut (), site: &'static Site) {
    let Some(found) = Found::look_up(raw) else {
        // Not a fault otherwise: the future is gone, for example because the call has ended.
        if raw.is_null() {
            site.report(Fault::InvalidArgument).emit();
        }
        return;
    };
    // SAFETY: the call has entered and not exited.
    if unsafe { found.begin() } {
        // SAFETY: the call has entered, and exits once.
        unsafe { found.complete(Progress::Destroyed) };
    } else {
        // C has called before, and that call may still be running.
        // SAFETY: the call has entered, and exits once.
        unsafe { found.guard.exit_and_notify() };
    }
}

/// Puts the context of a completion into an entry, for the calls of [`Awaiting`].
///
/// # Panics
///
/// When the table is full.
pub(crate) fn install(context: Boxed, affinity: Affinity) -> AnyInstalled {
    let target = |context| Box::new(Awaited::new(context));
    // SAFETY: the calls with `AWAITED` in the key, and `give_back`, expect an `Awaited`, which `give_back` frees.
    unsafe { context.install_indirectly(affinity, AWAITED, give_back, target) }
}

/// Gives the entry of a completion back.
///
/// # Safety
///
/// - As for [`Claim::give_back`](crate::entries::entry::Claim::give_back), and the entry led to an `Awaited` in
///   a box.
unsafe fn give_back(claim: Claim) {
    // SAFETY: the pointer came from a box, and no call is in the entry anymore (the caller's promise).
    let awaited = unsafe { Box::from_raw(claim.entry.last_context().cast::<Awaited>()) };
    // It may hold a waker, whose destructor is foreign code.
    unwind::drop_quietly(awaited);
    // SAFETY: the entry is claimed and given back once, and no call is in it (the caller's promise).
    unsafe { table::give_back(claim) };
}
