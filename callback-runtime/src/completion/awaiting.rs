//! The one call that a future waits for.

use core::marker::PhantomData;
use core::ptr::NonNull;
use core::sync::atomic::{AtomicBool, Ordering};
use core::task::Waker;
use std::boxed::Box;
use std::sync::{Mutex, MutexGuard, PoisonError};

use crate::calls::arguments::Arguments;
use crate::calls::call::{Call, Unused};
use crate::calls::lifetime::Lifetime;
use crate::contexts::header;
use crate::contexts::record::FreedBy;
use crate::contract::abi::Destructor;
use crate::contract::callback::Callback;
use crate::contract::kind::Kind;
use crate::contract::user_data::UserData;
use crate::entries::entry::AWAITED;
use crate::entries::entry_guard::{EntryGuard, Lent};
use crate::entries::table;
use crate::faults::fault::Fault;
use crate::faults::unwind;
use crate::registered::refusal;

/// What the trampoline, the destroy function and the future share. It is what the entry leads to.
pub(crate) struct Awaited {
    context: NonNull<()>,
    /// C has called, or run the destroy function, whichever came first: what else it does is late.
    begun: AtomicBool,
    state: Mutex<State>,
}

struct State {
    progress: Progress,
    waker: Option<Waker>,
}

/// How far C has come.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Progress {
    Waiting,
    /// C has run the destroy function, and had not called.
    Destroyed,
    /// The one call has ended.
    Called,
}

impl Awaited {
    pub(crate) fn new(context: NonNull<()>) -> Self {
        let state = Mutex::new(State { progress: Progress::Waiting, waker: None });
        Self { context, begun: AtomicBool::new(false), state }
    }

    /// How far C has come; as long as it is to be waited for, `waker` is woken then.
    pub(crate) fn poll(&self, waker: &Waker) -> Progress {
        // Cloned and dropped by the code of others, so not under the lock.
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

    /// Whether this is the first that C does. Relaxed: what follows has orderings of its own.
    fn begin(&self) -> bool {
        !self.begun.swap(true, Ordering::Relaxed)
    }
}

/// The trampoline wakes the future when its call is over.
pub(crate) struct Awaiting;

/// What a call has found, and keeps alive.
///
/// A pointer: a reference would have to be good until the function returns that it was passed to, and
/// such a function may end the call.
#[derive(Clone, Copy)]
pub(crate) struct Found {
    awaited: NonNull<Awaited>,
    guard: Lent,
}

impl Found {
    /// What C passed, if the future is still there.
    fn look_up(raw: *mut ()) -> Option<Self> {
        let entry = table::entry(raw.addr());
        let (awaited, guard) = Lent::enter(entry, raw.addr() ^ AWAITED)?;
        Some(Self { awaited: awaited.cast(), guard })
    }

    /// The context that was found.
    ///
    /// # Safety
    ///
    /// - The call has not ended.
    unsafe fn context(self) -> NonNull<()> {
        // SAFETY: what the entry of a completion leads to is an `Awaited`, which stays while the
        // call is in the entry.
        unsafe { (*self.awaited.as_ptr()).context }
    }

    /// Whether this is the first that C does.
    ///
    /// # Safety
    ///
    /// - As for [`context`](Self::context).
    unsafe fn begin(self) -> bool {
        // SAFETY: as above.
        unsafe { self.awaited.as_ref() }.begin()
    }

    /// Ends a call, and has the future polled once more.
    ///
    /// # Safety
    ///
    /// - As for [`EntryGuard::exit_and_notify`].
    unsafe fn complete(self, progress: Progress) {
        let waker = {
            // SAFETY: as in `context`, and it is not used when the call has ended.
            let awaited = unsafe { self.awaited.as_ref() };
            let mut state = awaited.lock();
            state.progress = progress;
            state.waker.take()
        };
        // SAFETY: the caller's promise.
        unsafe { self.guard.exit_and_notify() };
        // The call is over: a waker may drop the future, or wait for somebody who does.
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
        // SAFETY: the call has entered.
        if unsafe { found.begin() } {
            // SAFETY: as above.
            return Some((unsafe { found.context() }, found));
        }
        // A late call is not to leave its fault with the one that came in time.
        // SAFETY: the call has entered, and ends here.
        unsafe { found.guard.exit_and_notify() };
        None
    }

    unsafe fn not_found<C: Callback, F, P: Arguments>(
        raw: *mut (),
        arguments: Unused<P>,
        _: Unused<impl FnOnce(P::Converted, Call<'_, C, F>) -> C::Return>,
    ) -> C::Return {
        arguments.discard();
        refusal::refuse_absent::<C>(raw)
    }

    #[inline]
    unsafe fn context<K: Kind>(found: Found) -> NonNull<()> {
        // SAFETY: the caller's promise.
        unsafe { found.context() }
    }

    #[inline]
    unsafe fn release<C: Callback, F>(_: Found) -> bool {
        true
    }

    unsafe fn after_release<C: Callback, F>(found: Found, result: C::Return) -> C::Return {
        // SAFETY: the call has entered, and ends here.
        unsafe { found.complete(Progress::Called) };
        result
    }

    unsafe fn refuse<C: Callback>(found: Found) -> C::Return {
        // SAFETY: the call has entered.
        let context = unsafe { found.context() };
        // SAFETY: as above, and the call ends here.
        let complete = || unsafe { found.complete(Progress::Called) };
        // SAFETY: the context is alive as long as this call is in the entry.
        unsafe { header::refuse_and::<C::Return>(context, FreedBy::Others, complete) }
    }
}

/// The destroy function of a completion: C will not call.
pub(crate) struct Destroy<C>(PhantomData<C>);

impl<C: Callback> Destructor for Destroy<C> {
    type Context = C::Context;

    unsafe fn destroy(context: C::Context) {
        let raw = context.into_ptr();
        let Some(found) = Found::look_up(raw) else {
            // Else the future has gone, as it does when the call has ended.
            if raw.is_null() {
                C::SITE.report(Fault::InvalidArgument).emit();
            }
            return;
        };
        // SAFETY: the call has entered.
        if unsafe { found.begin() } {
            // SAFETY: as above, and ends here.
            unsafe { found.complete(Progress::Destroyed) };
        } else {
            // A call has come, and may be running.
            // SAFETY: as above.
            unsafe { found.guard.exit_and_notify() };
        }
    }
}

/// Gives the place of a completion back.
///
/// # Safety
///
/// - As for [`Claim::give_back`](crate::entries::entry::Claim::give_back), and what was in the entry is an `Awaited`.
pub(crate) unsafe fn give_back(handle: usize) {
    // SAFETY: this is what was leaked, and nobody is in the entry any more (the caller's promise).
    let awaited = unsafe { Box::from_raw(table::entry(handle).last_context().cast::<Awaited>()) };
    // It may have a waker, which is the code of others.
    unwind::drop_quietly(awaited);
    // SAFETY: the caller's promise.
    unsafe { table::give_back(handle) };
}
