//! Hazard pointers: which callbacks are running, and on which threads.
//!
//! A thread has a hazard pointer of its own and writes to it without a lock or an atomic exchange. No two hazard
//! pointers share a cache line. A call inside another one borrows a hazard pointer of a common stock, by one
//! exchange.
//!
//! A thread that registers a callback gives its own hazard pointer back when it ends. A thread that C created
//! cannot be notified of its end: registering a destructor of a thread-local allocates, and a call must not.
//! Such a thread therefore keeps a hazard pointer of the stock. When the stock is used up, those of threads
//! that have ended are claimed again. If the system cannot tell whether a thread has ended, each call of such a
//! thread borrows one, like a call inside another.

use core::cell::Cell;
use core::iter;
use core::ptr;
use std::boxed::Box;
use std::vec::Vec;

use crate::entries::hazard::Hazard;
use crate::entries::sizes::HAZARDS;
use crate::sys::alive;
use crate::sys::barrier;
use crate::sys::local::{self, local};
use crate::sys::sync::{AtomicPtr, Ordering, global, load_own, repeat, thread_local};
use crate::sys::thread;

global! {
    /// The stock. As long as it suffices, no call allocates.
    static STOCK: [Hazard; HAZARDS] = repeat![Hazard::new(ptr::null_mut()); HAZARDS];
}

global! {
    /// A list of further hazard pointers, which were allocated when the stock did not suffice.
    static EXTRA: AtomicPtr<Hazard> = AtomicPtr::new(ptr::null_mut());
}

global! {
    /// The value of `OWN` on a thread without a hazard pointer of its own. It looks as if it were in use.
    static NONE: [Hazard; 1] = [Hazard::new(ptr::without_provenance_mut(1))];
}

local! {
    /// The hazard pointer of this thread, or `NONE`.
    static OWN: *const Hazard = &raw const NONE[0];
}

/// A call whose hazard pointer is written.
#[derive(Clone, Copy)]
pub(crate) struct Running(*const Hazard);

/// Writes to the hazard pointer of this thread that it is in a call of `callback`, which is any address but
/// null. Returns `None` if this thread has no hazard pointer of its own, or another call is using it.
///
/// A signal handler may make a call at any moment; when it returns, everything is as it was.
#[inline(always)]
pub(crate) fn protect(callback: *const ()) -> Option<Running> {
    let own = local::get(&OWN, &raw const NONE[0]);
    // SAFETY: hazard pointers are never freed.
    let hazard = unsafe { &*own };
    // SAFETY: no other thread writes to this field while `OWN` points to it.
    if !unsafe { load_own(&hazard.callback) }.is_null() {
        return None;
    }
    // Release: whoever reads this sees what the previous call with this hazard pointer did.
    hazard.callback.store(callback.cast_mut(), Ordering::Release);
    Some(Running(own))
}

/// As [`protect`], with a hazard pointer of the stock, which may have to be given back.
pub(crate) fn protect_lent(callback: *const ()) -> Running {
    let this = thread::number();
    let hazard = match keep(this) {
        Some(hazard) => hazard,
        None => claim(this),
    };
    hazard.callback.store(callback.cast_mut(), Ordering::Release);
    Running(hazard)
}

/// Claims a hazard pointer that this thread keeps, if it has none of its own.
fn keep(this: usize) -> Option<&'static Hazard> {
    if !ptr::eq(local::get(&OWN, &raw const NONE[0]), &raw const NONE[0]) {
        return None;
    }
    let known = alive::this_thread()?;
    let hazard = claim(this);
    hazard.keep(this, known);
    local::set(&OWN, hazard);
    Some(hazard)
}

/// Claims one that is free, or one whose owner has ended, or allocates one.
fn claim(this: usize) -> &'static Hazard {
    // Each thread begins at another index, so that threads do not compete for one cache line.
    let (before, after) = STOCK.split_at(this % HAZARDS);
    let all = || after.iter().chain(before).chain(extra());
    let free = all().find(|hazard| hazard.claim(this));
    let left = || all().find(|hazard| hazard.inherit(this));
    free.or_else(left).unwrap_or_else(|| allocate(this))
}

/// Returns the last call that [`protect`] wrote on this thread, if it has exited.
pub(crate) fn last_cleared() -> Option<Running> {
    let own = local::get(&OWN, &raw const NONE[0]);
    // SAFETY: hazard pointers are never freed.
    let callback = unsafe { &*own }.callback.load(Ordering::Relaxed);
    callback.is_null().then_some(Running(own))
}

/// Writes that a call has ended. If it [`is_watched`](Running::is_watched) afterwards, somebody has to be
/// notified.
///
/// # Safety
///
/// - `running` is a call of this thread that has not exited.
#[inline(always)]
pub(crate) unsafe fn clear(running: Running) {
    running.hazard().callback.store(ptr::null_mut(), Ordering::Release);
}

/// Gives this thread, which is not in a call, a hazard pointer of its own until it ends.
pub(crate) fn assign_own() {
    if !ptr::eq(local::get(&OWN, &raw const NONE[0]), &raw const NONE[0]) {
        return;
    }
    let this = thread::number();
    // If the variable has been destroyed, the thread is ending.
    let _ = ENDING.try_with(|ending| {
        let hazard = extra().find(|hazard| hazard.claim(this)).unwrap_or_else(|| allocate(this));
        ending.0.set(Some(hazard));
        local::set(&OWN, hazard);
    });
}

impl Running {
    fn hazard(self) -> &'static Hazard {
        // SAFETY: hazard pointers are never freed.
        unsafe { &*self.0 }
    }

    /// The callback that the call is in.
    #[inline(always)]
    pub(crate) fn callback(self) -> *const () {
        self.hazard().callback.load(Ordering::Relaxed)
    }

    /// Whether a thread waits until this call exits, which it has done.
    ///
    /// The caller has made a [`barrier::light`] before, or a full fence if the other side makes no heavy one.
    #[inline(always)]
    pub(crate) fn is_watched(self) -> bool {
        !self.hazard().watched.load(Ordering::Relaxed).is_null()
    }

    /// As [`Running::is_watched`], for a call of `callback`; the hazard pointer may have had other users before.
    pub(crate) fn is_watched_in(self, callback: *const ()) -> bool {
        ptr::eq(self.hazard().watched.load(Ordering::Relaxed), callback)
    }

    /// Removes the mark, because no thread waits for the call.
    pub(crate) fn unwatch(self) {
        self.hazard().watched.store(ptr::null_mut(), Ordering::Relaxed);
    }

    /// Gives back to the stock what [`protect_lent`] took, unless the thread keeps it. To be called after the
    /// threads that watched the call have been notified.
    pub(crate) fn give_back(self) {
        if !self.hazard().is_kept() {
            self.hazard().give_back();
        }
    }
}

/// The threads that are in a call of `callback`, once for each such call. The calls of other threads may change
/// meanwhile; those of the calling thread are exact.
pub(crate) fn threads_in(callback: *const ()) -> impl Iterator<Item = usize> {
    calls_of(callback).map(|hazard| hazard.owner.load(Ordering::Relaxed))
}

/// Returns the threads that are in a call of `callback` now, once for each such call, and marks the calls.
///
/// Each of these calls finds itself watched when it exits, and then waits for the lock that the caller of this
/// holds. Later calls do not count.
///
/// After this has returned, no other call finds itself watched. While it runs, a call of another callback may
/// find itself watched, if it uses a thread's own hazard pointer that a call of `callback` used before. It then
/// waits for the same lock, which its thread does not hold.
pub(crate) fn watch(callback: *const ()) -> Vec<usize> {
    let seen: Vec<_> = calls_of(callback).collect();
    if seen.is_empty() {
        return Vec::new();
    }
    let (null, this) = (ptr::null_mut(), callback.cast_mut());
    let mark = |hazard: &&Hazard| hazard.watched.swap(this, Ordering::Relaxed).is_null();
    let marked: Vec<_> = seen.iter().map(mark).collect();
    // A call that exits now is either seen below as gone, or finds itself watched. In the second case it keeps
    // its hazard pointer until it has the lock.
    barrier::heavy();
    let mut stay = Vec::new();
    for (hazard, marked) in seen.into_iter().zip(marked) {
        if ptr::eq(hazard.callback.load(Ordering::Acquire), callback) {
            stay.push(hazard.owner.load(Ordering::Relaxed));
        } else if marked {
            // The call may have exited without seeing the mark, and the next call must not see it. A mark that
            // was there before is left for the call that has exited and has yet to notify.
            let watched = &hazard.watched;
            let _ = watched.compare_exchange(this, null, Ordering::Relaxed, Ordering::Relaxed);
        }
    }
    stay
}

/// Gives back the hazard pointers of all threads but `this`, in the child of a `fork`, except those of calls
/// that will never return.
///
/// # Safety
///
/// - This is called on `this`, and the process has no other thread.
#[cfg(unix)]
pub(crate) unsafe fn forget_others(this: usize) {
    for hazard in STOCK.iter().chain(extra()) {
        let owner = hazard.owner.load(Ordering::Relaxed);
        if owner == this && hazard.is_kept() {
            // In the child, the system knows this thread by another number.
            if let Some(known) = alive::this_thread() {
                hazard.keep(this, known);
            }
        } else if owner != this && owner != 0 {
            let is_idle = hazard.callback.load(Ordering::Relaxed).is_null();
            hazard.watched.store(ptr::null_mut(), Ordering::Relaxed);
            hazard.owner.store(if is_idle { 0 } else { thread::GONE }, Ordering::Relaxed);
        }
    }
}

/// The hazard pointers of the calls of `callback`.
fn calls_of(callback: *const ()) -> impl Iterator<Item = &'static Hazard> {
    let in_it = move |hazard: &&Hazard| ptr::eq(hazard.callback.load(Ordering::Acquire), callback);
    STOCK.iter().chain(extra()).filter(in_it)
}

/// The hazard pointers that are not in the stock.
fn extra() -> impl Iterator<Item = &'static Hazard> {
    // SAFETY: the list holds pointers to hazard pointers, which are never freed.
    let deref = |hazard: *mut Hazard| unsafe { hazard.cast_const().as_ref() };
    let first = EXTRA.load(Ordering::Acquire);
    iter::successors(deref(first), move |hazard| deref(hazard.next.load(Ordering::Relaxed)))
}

/// Allocates a hazard pointer that `thread` owns, and adds it to the list.
fn allocate(thread: usize) -> &'static Hazard {
    let hazard = Hazard::new(ptr::null_mut());
    hazard.owner.store(thread, Ordering::Relaxed);
    let hazard: &'static Hazard = Box::leak(Box::new(hazard));
    let mut head = EXTRA.load(Ordering::Relaxed);
    loop {
        hazard.next.store(head, Ordering::Relaxed);
        let this = ptr::from_ref(hazard).cast_mut();
        match EXTRA.compare_exchange_weak(head, this, Ordering::Release, Ordering::Relaxed) {
            Ok(_) => return hazard,
            Err(now) => head = now,
        }
    }
}

/// Gives a thread's own hazard pointer back when the thread ends.
struct Ending(Cell<Option<&'static Hazard>>);

thread_local! {
    static ENDING: Ending = const { Ending(Cell::new(None)) };
}

impl Drop for Ending {
    fn drop(&mut self) {
        let Some(hazard) = self.0.get() else { return };
        // `exit` also runs this, and may have been called inside a call.
        if !hazard.callback.load(Ordering::Relaxed).is_null() {
            return;
        }
        local::set(&OWN, &raw const NONE[0]);
        hazard.give_back();
    }
}
