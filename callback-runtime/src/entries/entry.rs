//! An entry: where a call finds a callback that C may call at any time.

use core::ptr::{self, NonNull};
use std::vec::Vec;

use crate::entries::hazards;
use crate::entries::sizes::OFFSET_SHIFT;
use crate::sys::barrier;
use crate::sys::sync::{AtomicPtr, AtomicUsize, Cell, Ordering, constructor, fence};
use crate::sys::thread;

/// The key of an entry without a callback.
const VACANT: usize = 0;
/// Flipped in a key if each call needs a full fence.
const FENCED: usize = 1 << OFFSET_SHIFT;
/// Flipped in the key of a poisoned callback.
const POISONED: usize = 2 << OFFSET_SHIFT;
/// The key of a free slot. Entries of the table do not have it: the table knows which of them are free.
const FREE: usize = 2;
/// The key of the retired entry: the one that `VACANT`, used as a handle, leads to.
const NEVER: usize = 4 << OFFSET_SHIFT;
/// Flipped in the key of a dispatched callback, and by the trampolines that look one up. So no other
/// trampoline enters with the same handle.
pub(crate) const DISPATCHED: usize = 8 << OFFSET_SHIFT;
/// As [`DISPATCHED`], for a completion.
pub(crate) const AWAITED: usize = 16 << OFFSET_SHIFT;
/// Set in `owner` when the entry is closed or poisoned.
const CLOSED_TO_OWNER: usize = 1 << (usize::BITS - 1);
/// Set in `inside` when the entry is closed from inside a call.
const CLOSED: isize = isize::MIN;

/// Whether a call of the owner may enter while another one is inside.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Nesting {
    Allowed,
    Refused,
}

/// Holds one callback at a time. Calls enter with its key. An entry is never freed.
///
/// # Invariants
///
/// - `key` is the key of the current callback, perhaps with `FENCED` and `POISONED` flipped, or
///   `VACANT`, or `NEVER`. No call enters with a key that has these bits flipped, nor with `NEVER`: in a
///   handle, these bits choose the entry within a chunk, so such a handle leads to another entry. No call
///   enters with `VACANT`, because that leads to the retired entry.
/// - `context` points to a context, unless the key is a handle with `DISPATCHED` or `AWAITED` flipped.
///   These two also choose the entry within a chunk, so no handle that leads here is such a key.
/// - While `key` is not `VACANT`, `context` is not null.
/// - While `key` is `FREE`, `context` is the function that the entry keeps.
/// - `owner` is the number of the one thread that may call, or 0. If it is not 0, that thread alone opens and
///   closes the entry, and reads and writes `inside`.
pub struct Entry {
    key: AtomicUsize,
    owner: AtomicUsize,
    context: AtomicPtr<()>,
    /// The number of the owner's calls that are in the entry.
    inside: Cell<isize>,
}

// SAFETY: only the owner uses `inside`, see the invariants; the other fields are atomic.
unsafe impl Sync for Entry {}

impl Entry {
    constructor! {
        /// Makes an entry without a callback.
        pub(crate) fn new() -> Self {
            Self {
                key: AtomicUsize::new(VACANT),
                owner: AtomicUsize::new(0),
                context: AtomicPtr::new(ptr::null_mut()),
                inside: Cell::new(0),
            }
        }
    }

    constructor! {
        /// Makes the entry of a slot, which is free, and keeps the function that leads to it.
        pub(crate) fn free(function: *mut ()) -> Self {
            Self {
                key: AtomicUsize::new(FREE),
                owner: AtomicUsize::new(0),
                context: AtomicPtr::new(function),
                inside: Cell::new(0),
            }
        }
    }

    constructor! {
        /// Changes the function that a free entry keeps.
        pub(crate) fn keep(&mut self, function: *mut ()) {
            self.context = AtomicPtr::new(function);
        }
    }

    /// Claims this entry, if it is that of a slot and free. Returns the function that it kept.
    pub(crate) fn claim(&self) -> Option<*mut ()> {
        self.key.compare_exchange(FREE, VACANT, Ordering::Acquire, Ordering::Relaxed).ok()?;
        Some(self.last_context())
    }

    /// Gives back what [`claim`](Self::claim) claimed.
    ///
    /// # Safety
    ///
    /// - As for [`Claim::give_back`]. `function` is what `claim` returned.
    pub(crate) unsafe fn free_again(&self, function: *mut ()) {
        self.context.store(function, Ordering::Relaxed);
        self.key.store(FREE, Ordering::Release);
    }

    /// Puts a callback into this entry, which has none. `owner` is the number of the calling thread
    /// if no other thread may call, else 0.
    ///
    /// # Safety
    ///
    /// - The caller has claimed the entry. `key` is that of the claim, perhaps with `DISPATCHED` or `AWAITED`
    ///   flipped, and `owner` is as described above.
    /// - `context` points to the type that calls with this key expect, see the invariants. It stays alive
    ///   until the entry has been closed and no call is in it anymore.
    pub(crate) unsafe fn open(&self, key: usize, context: NonNull<()>, owner: usize) {
        self.context.store(context.as_ptr(), Ordering::Relaxed);
        if owner == 0 {
            hazards::assign_own();
        } else {
            self.inside.set(0);
        }
        // A call of the owner needs no fence, because the owner also closes the entry.
        let fenced = owner == 0 && !barrier::is_asymmetric();
        self.owner.store(owner, Ordering::Relaxed);
        self.key.store(if fenced { key ^ FENCED } else { key }, Ordering::Release);
    }

    /// Makes sure that no call ever enters, not even with `VACANT`.
    pub(crate) fn retire(&self) {
        self.key.store(NEVER, Ordering::Relaxed);
    }

    /// Refuses calls from now on. [`Entry::watch`] sees all calls that have entered and not exited.
    pub(crate) fn close(&self) {
        if self.calls_of_owner() > 0 {
            self.inside.set(self.inside.get() | CLOSED);
        }
        self.key.store(VACANT, Ordering::Relaxed);
        let owner = self.owner.fetch_or(CLOSED_TO_OWNER, Ordering::Relaxed);
        // A panic may have set the flag before, so only the number decides whether there is an owner.
        if owner & !CLOSED_TO_OWNER == 0 {
            barrier::heavy();
        } else {
            // Calls on other threads make a full fence of their own: see `has_even_poisoned`.
            fence(Ordering::SeqCst);
        }
    }

    /// Refuses calls of the callback that has `key` from now on, because it panicked.
    pub(crate) fn poison(&self, key: usize) {
        for kept in [key, key ^ FENCED] {
            // Neither is found if the entry has been closed, or was poisoned before.
            let poisoned = kept ^ POISONED;
            // Release: a call that finds this also finds the gate poisoned.
            let _ = self.key.compare_exchange(kept, poisoned, Ordering::Release, Ordering::Relaxed);
        }
        self.owner.fetch_or(CLOSED_TO_OWNER, Ordering::Relaxed);
    }

    /// The address that a hazard pointer holds during a call.
    pub(crate) fn address(&self) -> *const () {
        ptr::from_ref(self).cast()
    }

    /// Returns the threads that are in a call, after [`Entry::close`]. They notify the caller when they exit.
    pub(crate) fn watch(&self) -> Vec<usize> {
        let mut running = hazards::watch(self.address());
        if self.calls_of_owner() > 0 {
            running.push(thread::current());
        }
        running.sort_unstable();
        running.dedup();
        running
    }

    /// Whether the calling thread is in a call of this entry.
    pub(crate) fn is_running_here(&self) -> bool {
        let this = thread::current();
        self.calls_of_owner() > 0 || hazards::threads_in(self.address()).any(|other| other == this)
    }

    /// Whether a call is running. Without synchronization, the answer may be outdated.
    pub(crate) fn is_running(&self) -> bool {
        self.calls_of_owner() > 0 || hazards::threads_in(self.address()).next().is_some()
    }

    /// The number of calls of this thread that are inside, if it is the owner; else 0.
    fn calls_of_owner(&self) -> isize {
        let owner = self.owner.load(Ordering::Relaxed) & !CLOSED_TO_OWNER;
        if owner == thread::current() { self.inside.get() & !CLOSED } else { 0 }
    }

    /// Whether the entry is open for calls with `key`. `VACANT` is found nowhere: as a handle, it leads to an
    /// entry that is retired before any function pointer exists.
    #[inline(always)]
    pub(crate) fn has(&self, key: usize) -> bool {
        self.key.load(Ordering::Acquire) == key
    }

    /// As [`Entry::has`], for a call that has made a full fence if it needs one.
    pub(crate) fn has_after_fence(&self, key: usize) -> bool {
        self.has_ignoring(FENCED, key)
    }

    /// Whether the callback in this entry has `key`, even if it is poisoned or belongs to another thread. Makes
    /// a full fence first, because an owner that closes its entry makes no heavy one.
    pub(crate) fn has_even_poisoned(&self, key: usize) -> bool {
        fence(Ordering::SeqCst);
        self.has_ignoring(FENCED | POISONED, key)
    }

    fn has_ignoring(&self, flipped: usize, key: usize) -> bool {
        let kept = self.key.load(Ordering::Acquire);
        (kept ^ key) & !flipped == 0 && kept != VACANT
    }

    /// Lets a call of the owner enter, if this is the owner's thread and `nesting` allows it.
    ///
    /// Needs no fence: if `owner` is this thread, this thread wrote all that is read here. If the value read is
    /// outdated, it is another number.
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
        // For a signal handler that calls. Also, `exit_as_owner` then counts down in memory, in one instruction,
        // instead of keeping `inside` in a register.
        barrier::light();
        true
    }

    /// Ends a call of the owner. Returns `false` if the entry has been closed meanwhile.
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

    /// Returns the context of the current callback, for a call that has entered.
    ///
    /// # Safety
    ///
    /// - The caller is a call that has entered and not exited.
    #[inline(always)]
    pub(crate) unsafe fn context(&self) -> NonNull<()> {
        let context = self.context.load(Ordering::Relaxed);
        // SAFETY: `open` set it before the call could enter, and it is not null until the call has exited.
        unsafe { NonNull::new_unchecked(context) }
    }

    /// Returns the context of the current callback, or of the last one.
    pub(crate) fn last_context(&self) -> *mut () {
        self.context.load(Ordering::Relaxed)
    }
}

/// An entry that is claimed for one callback, and how to give it back when no call is in it anymore.
#[derive(Clone, Copy)]
pub(crate) struct Claim {
    pub(crate) entry: &'static Entry,
    /// The key that calls enter with, before `DISPATCHED` or `AWAITED` is flipped.
    pub(crate) key: usize,
    /// The function that leads to the entry, if it is that of a slot. Of another type than this.
    pub(crate) function: Option<unsafe fn()>,
    pub(crate) give_back: unsafe fn(Claim),
}

impl Claim {
    /// Gives the entry back.
    ///
    /// # Safety
    ///
    /// - The entry is claimed, is given back once, and has no other user.
    /// - If the entry was opened, it has been closed, and no call is in it anymore. Its `context` points to
    ///   the type that the function `give_back` expects.
    pub(crate) unsafe fn give_back(self) {
        // SAFETY: the caller's promise.
        unsafe { (self.give_back)(self) };
    }
}
