//! Where a callback is that C may call at any time, if it is still there.

use core::ptr::{self, NonNull};
use std::vec::Vec;

use crate::entries::hazards;
use crate::entries::sizes::OFFSET_SHIFT;
use crate::sys::barrier;
use crate::sys::sync::{AtomicPtr, AtomicUsize, Cell, Ordering, constructor, fence};
use crate::sys::thread;

/// The key of no callback.
const VACANT: usize = 0;
/// Flipped in a key where each call needs a full fence.
const FENCED: usize = 1 << OFFSET_SHIFT;
/// Flipped in the key of a callback that a panic has closed.
const POISONED: usize = 2 << OFFSET_SHIFT;
/// The key of a place that is never taken, where `VACANT` itself leads.
const NEVER: usize = 4 << OFFSET_SHIFT;
/// Flipped in the key of a callback that is dispatched, and by those who look one up: with the same
/// handle, no other trampoline enters.
pub(crate) const DISPATCHED: usize = 8 << OFFSET_SHIFT;
/// The same for a completion.
pub(crate) const AWAITED: usize = 16 << OFFSET_SHIFT;
/// Set in the owner of a callback that has been closed.
const CLOSED_TO_OWNER: usize = 1 << (usize::BITS - 1);
/// Set in `inside` when the entry is closed from inside a call.
const CLOSED: isize = isize::MIN;

/// Whether a call of the owner may enter while another one is inside.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Nesting {
    Allowed,
    Refused,
}

/// A place for one callback at a time, which calls enter with its key. It is never freed.
///
/// # Invariants
///
/// - `key` is that of the callback that is here, perhaps with `FENCED` and `POISONED` flipped, or
///   `VACANT`, or `NEVER`. Nobody enters with a key that has bits flipped, nor with `NEVER`: in a
///   handle, those bits choose the entry within a chunk. Nor with `VACANT`, which leads to an entry
///   that is retired.
/// - What the entry leads to is a context, unless its key is a handle with `DISPATCHED` or `AWAITED`
///   flipped. Those two are bits of the same sort: no handle leads here that is such a key.
/// - While `key` is not `VACANT`, `context` is not null.
/// - `owner` is the number of the one thread that may call, or 0. If there is one, it alone opens and
///   closes the entry, and reads and writes `inside`.
pub struct Entry {
    key: AtomicUsize,
    owner: AtomicUsize,
    context: AtomicPtr<()>,
    /// How many calls of the owner's are inside.
    inside: Cell<isize>,
}

// SAFETY: `inside` is its owner's, see the invariants.
unsafe impl Sync for Entry {}

impl Entry {
    constructor! {
        /// An entry without a callback.
        pub(crate) fn new() -> Self {
            Self {
                key: AtomicUsize::new(VACANT),
                owner: AtomicUsize::new(0),
                context: AtomicPtr::new(ptr::null_mut()),
                inside: Cell::new(0),
            }
        }
    }

    /// Puts a callback into this entry, which has none. `owner` is the number of the calling thread,
    /// where no other may call, or 0.
    ///
    /// # Safety
    ///
    /// - The caller has taken the entry. `key` is that of its place, perhaps with `DISPATCHED` or `AWAITED`
    ///   flipped, and `owner` as it says above.
    /// - What `context` points to is what calls with this key are to find, see the invariants; and stays
    ///   until the entry has been closed, and no call is in it any more.
    pub(crate) unsafe fn open(&self, key: usize, context: NonNull<()>, owner: usize) {
        self.context.store(context.as_ptr(), Ordering::Relaxed);
        if owner == 0 {
            hazards::assign_own();
        } else {
            self.inside.set(0);
        }
        // The owner needs no fence: who closes the entry is the owner, too.
        let fenced = owner == 0 && !barrier::is_asymmetric();
        self.owner.store(owner, Ordering::Relaxed);
        self.key.store(if fenced { key ^ FENCED } else { key }, Ordering::Release);
    }

    /// Has nobody enter, ever, not with `VACANT` either.
    pub(crate) fn retire(&self) {
        self.key.store(NEVER, Ordering::Relaxed);
    }

    /// Refuses calls from now on. All that have entered can be seen, until they leave, by
    /// [`Entry::watch`].
    pub(crate) fn close(&self) {
        if self.calls_of_owner() > 0 {
            self.inside.set(self.inside.get() | CLOSED);
        }
        self.key.store(VACANT, Ordering::Relaxed);
        let owner = self.owner.fetch_or(CLOSED_TO_OWNER, Ordering::Relaxed);
        // A panic may have closed it before: what counts is whether it has an owner.
        if owner & !CLOSED_TO_OWNER == 0 {
            barrier::heavy();
        } else {
            // Who writes down that it is here has made a full fence: see `has_even_poisoned`.
            fence(Ordering::SeqCst);
        }
    }

    /// Refuses calls of the callback that has `key` from now on, since it panicked.
    pub(crate) fn poison(&self, key: usize) {
        for kept in [key, key ^ FENCED] {
            // It has been closed, or poisoned before, where neither is there.
            let poisoned = kept ^ POISONED;
            // Release: who finds this finds the gate poisoned, too.
            let _ = self.key.compare_exchange(kept, poisoned, Ordering::Release, Ordering::Relaxed);
        }
        self.owner.fetch_or(CLOSED_TO_OWNER, Ordering::Relaxed);
    }

    /// What a thread writes down that is in a call.
    pub(crate) fn address(&self) -> *const () {
        ptr::from_ref(self).cast()
    }

    /// The threads that are in a call, now that this is closed. When they leave, they say so.
    pub(crate) fn watch(&self) -> Vec<usize> {
        let mut running = hazards::watch(self.address());
        if self.calls_of_owner() > 0 {
            running.push(thread::current());
        }
        running.sort_unstable();
        running.dedup();
        running
    }

    /// Whether the calling thread is in a call.
    pub(crate) fn is_running_here(&self) -> bool {
        let this = thread::current();
        self.calls_of_owner() > 0 || hazards::threads_in(self.address()).any(|other| other == this)
    }

    /// Whether a call is running, as it looks from here.
    pub(crate) fn is_running(&self) -> bool {
        self.calls_of_owner() > 0 || hazards::threads_in(self.address()).next().is_some()
    }

    /// How many calls of this thread's are inside, if it is the owner.
    fn calls_of_owner(&self) -> isize {
        let owner = self.owner.load(Ordering::Relaxed) & !CLOSED_TO_OWNER;
        if owner == thread::current() { self.inside.get() & !CLOSED } else { 0 }
    }

    /// Whether the callback is here that has `key`, and is not known to be closed. `VACANT` leads to an entry
    /// that is retired before any function pointer exists, so it is found nowhere.
    #[inline(always)]
    pub(crate) fn has(&self, key: usize) -> bool {
        self.key.load(Ordering::Acquire) == key
    }

    /// The same, for a call that has made a full fence where it needs one.
    pub(crate) fn has_after_fence(&self, key: usize) -> bool {
        self.has_ignoring(FENCED, key)
    }

    /// Whether the callback is here that has `key`, be it closed by a panic, or to this thread. With a
    /// full fence before: the owner makes no heavy one when it closes its own.
    pub(crate) fn has_even_poisoned(&self, key: usize) -> bool {
        fence(Ordering::SeqCst);
        self.has_ignoring(FENCED | POISONED, key)
    }

    fn has_ignoring(&self, flipped: usize, key: usize) -> bool {
        let kept = self.key.load(Ordering::Acquire);
        (kept ^ key) & !flipped == 0 && kept != VACANT
    }

    /// Has the owner enter, if this is its thread, and if no call is inside where it has to be
    /// `alone`.
    ///
    /// It needs no fence: what it reads is what this thread has written, or else it differs.
    #[inline(always)]
    pub(crate) fn enter_as_owner(&self, nesting: Nesting) -> bool {
        if self.owner.load(Ordering::Relaxed) != thread::current() {
            return false;
        }
        let inside = self.inside.get();
        if nesting == Nesting::Refused && inside != 0 {
            return false;
        }
        self.inside.set(inside + 1);
        // For a signal handler that calls; and so that to leave is to count down, in one instruction, and
        // not to keep what was counted.
        barrier::light();
        true
    }

    /// Has the owner leave; `false` if the callback has been closed meanwhile.
    ///
    /// # Safety
    ///
    /// - [`Entry::enter_as_owner`] returned `true` to this call.
    #[inline(always)]
    pub(crate) unsafe fn exit_as_owner(&self) -> bool {
        barrier::light();
        let inside = self.inside.get() - 1;
        self.inside.set(inside);
        inside >= 0
    }

    /// The context of the callback that is here, for a call that has entered.
    ///
    /// # Safety
    ///
    /// - The calling call has entered, and not left.
    #[inline(always)]
    pub(crate) unsafe fn context(&self) -> NonNull<()> {
        let context = self.context.load(Ordering::Relaxed);
        // SAFETY: `open` set it before the call could enter, and nothing makes it null again.
        unsafe { NonNull::new_unchecked(context) }
    }

    /// The context of the callback that is here, or was the last.
    pub(crate) fn last_context(&self) -> *mut () {
        self.context.load(Ordering::Relaxed)
    }
}

/// An entry that has been taken, and how it is given back when nobody is in it any more.
#[derive(Clone, Copy)]
pub(crate) struct Claim {
    pub(crate) entry: &'static Entry,
    /// What calls enter with, but for `DISPATCHED` and `AWAITED`.
    pub(crate) key: usize,
    /// What `give_back` knows the entry by.
    pub(crate) number: usize,
    pub(crate) give_back: unsafe fn(usize),
}

impl Claim {
    /// Gives the entry back.
    ///
    /// # Safety
    ///
    /// - It has been taken, and is given back once: who does so is its only user.
    /// - It has been closed, if it was opened, and no call is in it any more. What it led to is what `give_back`
    ///   takes it for.
    pub(crate) unsafe fn give_back(self) {
        // SAFETY: the caller's promise.
        unsafe { (self.give_back)(self.number) };
    }
}
