//! Which callbacks are running, and on which threads: hazard pointers.
//!
//! A thread has a hazard pointer of its own, and writes to it without a lock or an atomic exchange; no
//! two of them share a cache line. A call inside another takes one of a common stock while it lasts, by
//! one exchange.
//!
//! A thread that registers leaves its own to others when it ends. One that C has made cannot be told to:
//! what destroys thread-locals allocates, and a call does not. So it takes its own from the stock, and
//! when that is used up, those are taken back whose threads have ended; where the system cannot be
//! asked about that, each call of such a thread is as one inside another.

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
    /// The stock: for so many calls at once there is no need to allocate.
    static STOCK: [Hazard; HAZARDS] = repeat![Hazard::new(ptr::null_mut()); HAZARDS];
}

global! {
    /// Those that have been made when that was not enough.
    static MORE: AtomicPtr<Hazard> = AtomicPtr::new(ptr::null_mut());
}

global! {
    /// What a thread has that has none of its own: it looks as if it were in use.
    static NONE: [Hazard; 1] = [Hazard::new(ptr::without_provenance_mut(1))];
}

local! {
    /// The hazard pointer that this thread has for itself, or `NONE`.
    static OWN: *const Hazard = &raw const NONE[0];
}

/// A call that is written down.
#[derive(Clone, Copy)]
pub(crate) struct Running(*const Hazard);

/// Writes down that this thread is in a call of `callback`, which is any address but null; `None` if
/// that takes more than the thread's own hazard pointer.
///
/// A signal handler that makes a call, at whatever moment, leaves everything as it was.
#[inline(always)]
pub(crate) fn protect(callback: *const ()) -> Option<Running> {
    let own = local::get(&OWN, &raw const NONE[0]);
    // SAFETY: hazard pointers are never freed.
    let hazard = unsafe { &*own };
    // SAFETY: no other thread writes to it.
    if !unsafe { load_own(&hazard.callback) }.is_null() {
        return None;
    }
    // Release: who reads this sees what the call before it, in the same place, did.
    hazard.callback.store(callback.cast_mut(), Ordering::Release);
    Some(Running(own))
}

/// The same, with a hazard pointer of the stock, which may have to be given back.
pub(crate) fn protect_lent(callback: *const ()) -> Running {
    let this = thread::number();
    let hazard = match keep(this) {
        Some(hazard) => hazard,
        None => claim(this),
    };
    hazard.callback.store(callback.cast_mut(), Ordering::Release);
    Running(hazard)
}

/// A hazard pointer that this thread keeps, if it has none of its own.
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

/// One that nobody has, or whose owner has ended, or a new one.
fn claim(this: usize) -> &'static Hazard {
    // Each thread begins elsewhere, so that they do not wait for one cache line.
    let (before, after) = STOCK.split_at(this % HAZARDS);
    let all = || after.iter().chain(before).chain(extra());
    let free = all().find(|hazard| hazard.claim(this));
    let left = || all().find(|hazard| hazard.inherit(this));
    free.or_else(left).unwrap_or_else(|| allocate(this))
}

/// The last call that [`protect`] has written down on this thread, if it has left.
pub(crate) fn last_cleared() -> Option<Running> {
    let own = local::get(&OWN, &raw const NONE[0]);
    // SAFETY: hazard pointers are never freed.
    let callback = unsafe { &*own }.callback.load(Ordering::Relaxed);
    callback.is_null().then_some(Running(own))
}

/// Writes down that a call has ended. If it [`is_watched`](Running::is_watched) then, there is more to be
/// done.
///
/// # Safety
///
/// - `running` is that of a call of this thread that has not left.
#[inline(always)]
pub(crate) unsafe fn clear(running: Running) {
    running.hazard().callback.store(ptr::null_mut(), Ordering::Release);
}

/// Gives this thread, which is not in a call, a hazard pointer of its own for as long as it lives.
pub(crate) fn assign_own() {
    if !ptr::eq(local::get(&OWN, &raw const NONE[0]), &raw const NONE[0]) {
        return;
    }
    let this = thread::number();
    // Where the variable has been destroyed, the thread is ending.
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

    /// What the call is in.
    #[inline(always)]
    pub(crate) fn callback(self) -> *const () {
        self.hazard().callback.load(Ordering::Relaxed)
    }

    /// Whether somebody waits until the call leaves, as it has.
    ///
    /// To be asked after a [`barrier::light`], or where the other side has no heavy one, a full fence.
    #[inline(always)]
    pub(crate) fn is_watched(self) -> bool {
        !self.hazard().watched.load(Ordering::Relaxed).is_null()
    }

    /// The same for a call of `callback`, where others may have had the hazard pointer before.
    pub(crate) fn is_watched_in(self, callback: *const ()) -> bool {
        ptr::eq(self.hazard().watched.load(Ordering::Relaxed), callback)
    }

    /// Nobody waits any more.
    pub(crate) fn unwatch(self) {
        self.hazard().watched.store(ptr::null_mut(), Ordering::Relaxed);
    }

    /// Gives the stock back what [`protect_lent`] has taken, unless the thread keeps it; after those have
    /// been told who watched.
    pub(crate) fn give_back(self) {
        if !self.hazard().is_kept() {
            self.hazard().give_back();
        }
    }
}

/// The threads that are in a call of `callback`, once for each such call, as it looks from here. Of
/// its own calls a thread knows for sure.
pub(crate) fn threads_in(callback: *const ()) -> impl Iterator<Item = usize> {
    calls_of(callback).map(|hazard| hazard.owner.load(Ordering::Relaxed))
}

/// The threads that are in a call of `callback` now, once for each such call. Each of the calls will
/// find itself watched when it leaves, and then waits for whoever has called this to let go of what
/// both lock; and none that comes later counts.
///
/// When this returns, no call but those finds itself watched. While it runs, one of another callback may
/// that has a thread's own hazard pointer, after a call of this one; it then waits for the same lock,
/// which that thread does not hold.
pub(crate) fn watch(callback: *const ()) -> Vec<usize> {
    let seen: Vec<_> = calls_of(callback).collect();
    if seen.is_empty() {
        return Vec::new();
    }
    let (null, this) = (ptr::null_mut(), callback.cast_mut());
    let mark = |hazard: &&Hazard| hazard.watched.swap(this, Ordering::Relaxed).is_null();
    let marked: Vec<_> = seen.iter().map(mark).collect();
    // Who leaves now has been seen to, or sees that; and until then, keeps the hazard pointer.
    barrier::heavy();
    let mut stay = Vec::new();
    for (hazard, marked) in seen.into_iter().zip(marked) {
        if ptr::eq(hazard.callback.load(Ordering::Acquire), callback) {
            stay.push(hazard.owner.load(Ordering::Relaxed));
        } else if marked {
            // It may have left without having seen that, and the next call is not to see it. What was
            // there before is for a call to see that has left and has yet to tell.
            let watched = &hazard.watched;
            let _ = watched.compare_exchange(this, null, Ordering::Relaxed, Ordering::Relaxed);
        }
    }
    stay
}

/// In the child of a `fork`, which has no other thread than `this`: leaves the hazard pointers of the
/// others to whatever thread, but for those whose calls will not return.
///
/// # Safety
///
/// - There is no other thread than `this`, which calls this.
#[cfg(unix)]
pub(crate) unsafe fn forget_others(this: usize) {
    for hazard in STOCK.iter().chain(extra()) {
        let owner = hazard.owner.load(Ordering::Relaxed);
        if owner == this && hazard.is_kept() {
            // The system knows it by another name here.
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

/// Those that are not of the stock.
fn extra() -> impl Iterator<Item = &'static Hazard> {
    // SAFETY: what is in the list is a hazard pointer, and is never freed.
    let deref = |hazard: *mut Hazard| unsafe { hazard.cast_const().as_ref() };
    let first = MORE.load(Ordering::Acquire);
    iter::successors(deref(first), move |hazard| deref(hazard.next.load(Ordering::Relaxed)))
}

/// Makes another one, which the thread has.
fn allocate(thread: usize) -> &'static Hazard {
    let hazard = Hazard::new(ptr::null_mut());
    hazard.owner.store(thread, Ordering::Relaxed);
    let hazard: &'static Hazard = Box::leak(Box::new(hazard));
    let mut head = MORE.load(Ordering::Relaxed);
    loop {
        hazard.next.store(head, Ordering::Relaxed);
        let this = ptr::from_ref(hazard).cast_mut();
        match MORE.compare_exchange_weak(head, this, Ordering::Release, Ordering::Relaxed) {
            Ok(_) => return hazard,
            Err(now) => head = now,
        }
    }
}

/// Leaves a thread's own hazard pointer to others when the thread ends.
struct Ending(Cell<Option<&'static Hazard>>);

thread_local! {
    static ENDING: Ending = const { Ending(Cell::new(None)) };
}

impl Drop for Ending {
    fn drop(&mut self) {
        let Some(hazard) = self.0.get() else { return };
        // `exit` runs this, too, and may have been called from inside a call.
        if !hazard.callback.load(Ordering::Relaxed).is_null() {
            return;
        }
        local::set(&OWN, &raw const NONE[0]);
        hazard.give_back();
    }
}
