//! One hazard pointer: the call that it protects, the thread that owns it, and who waits for the call.

use core::ptr;

use crate::sys::alive::{self, Known};
use crate::sys::sync::{AtomicPtr, AtomicU32, AtomicUsize, Ordering, constructor};

/// What a call writes to. It is never freed.
#[repr(align(128))]
pub(super) struct Hazard {
    /// The callback that the call is in, or null. Only the owner writes to it.
    pub(super) callback: AtomicPtr<()>,
    /// The callback whose end waits until the call exits, or null.
    pub(super) watched: AtomicPtr<()>,
    /// The number of the thread that owns this, or 0.
    pub(super) owner: AtomicUsize,
    /// The number of the last thread that kept this, and whose end is not reported.
    keeper: AtomicUsize,
    /// The numbers by which the system knows the keeper.
    process: AtomicU32,
    thread: AtomicU32,
    /// The next hazard pointer in the list of those that are not in the stock.
    pub(super) next: AtomicPtr<Hazard>,
}

impl Hazard {
    constructor! {
        pub(super) fn new(callback: *mut ()) -> Self {
            Self {
                callback: AtomicPtr::new(callback),
                watched: AtomicPtr::new(ptr::null_mut()),
                owner: AtomicUsize::new(0),
                keeper: AtomicUsize::new(0),
                process: AtomicU32::new(0),
                thread: AtomicU32::new(0),
                next: AtomicPtr::new(ptr::null_mut()),
            }
        }
    }

    /// Makes `thread` the owner, if there is none.
    pub(super) fn claim(&self, thread: usize) -> bool {
        let owner = &self.owner;
        // Loaded first, because even a failing exchange takes the cache line.
        owner.load(Ordering::Relaxed) == 0
            && owner.compare_exchange(0, thread, Ordering::Acquire, Ordering::Relaxed).is_ok()
    }

    /// Makes the owner the keeper: it owns this for as long as it lives.
    pub(super) fn keep(&self, owner: usize, known: Known) {
        self.process.store(known.process, Ordering::Relaxed);
        self.thread.store(known.thread, Ordering::Relaxed);
        self.keeper.store(owner, Ordering::Release);
    }

    pub(super) fn is_kept(&self) -> bool {
        self.keeper.load(Ordering::Relaxed) == self.owner.load(Ordering::Relaxed)
    }

    /// Makes `thread` the owner, if the owner is a keeper that has ended.
    pub(super) fn inherit(&self, thread: usize) -> bool {
        let keeper = self.keeper.load(Ordering::Acquire);
        // If these were of a later keeper, the owner would be that one, and the comparison below would fail.
        let process = self.process.load(Ordering::Relaxed);
        let known = Known { process, thread: self.thread.load(Ordering::Relaxed) };
        let owner = &self.owner;
        keeper != 0
            && owner.load(Ordering::Relaxed) == keeper
            // The keeper may have ended inside a call.
            && self.callback.load(Ordering::Acquire).is_null()
            && alive::has_ended(known)
            // Thread numbers are not reused, so the keeper has been the owner all the time.
            && owner.compare_exchange(keeper, thread, Ordering::Acquire, Ordering::Relaxed).is_ok()
    }

    /// Leaves this without an owner.
    pub(super) fn give_back(&self) {
        self.owner.store(0, Ordering::Release);
    }
}
