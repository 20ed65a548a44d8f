//! One hazard pointer: which call it shows, which thread has it, and who waits for the call.

use core::ptr;

use crate::sys::alive::{self, Known};
use crate::sys::sync::{AtomicPtr, AtomicU32, AtomicUsize, Ordering, constructor};

/// What a call writes down. It is never freed.
#[repr(align(128))]
pub(super) struct Hazard {
    /// The callback that the call is in, or null. The owner writes to it.
    pub(super) callback: AtomicPtr<()>,
    /// The callback for which somebody waits until the call leaves, or null.
    pub(super) watched: AtomicPtr<()>,
    /// The number of the thread that has this, or 0.
    pub(super) owner: AtomicUsize,
    /// The number of the last thread that kept this, to end without a word.
    keeper: AtomicUsize,
    /// What the system knows the keeper by.
    process: AtomicU32,
    thread: AtomicU32,
    /// The next of those that have been made as they were needed.
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

    /// Has a thread own this, if nobody does.
    pub(super) fn claim(&self, thread: usize) -> bool {
        let owner = &self.owner;
        // Loaded first, since to fail to exchange takes the cache line, too.
        owner.load(Ordering::Relaxed) == 0
            && owner.compare_exchange(0, thread, Ordering::Acquire, Ordering::Relaxed).is_ok()
    }

    /// Has the owner keep this for as long as it lives.
    pub(super) fn keep(&self, owner: usize, known: Known) {
        self.process.store(known.process, Ordering::Relaxed);
        self.thread.store(known.thread, Ordering::Relaxed);
        self.keeper.store(owner, Ordering::Release);
    }

    pub(super) fn is_kept(&self) -> bool {
        self.keeper.load(Ordering::Relaxed) == self.owner.load(Ordering::Relaxed)
    }

    /// Has a thread own this whose owner kept it, and has ended.
    pub(super) fn inherit(&self, thread: usize) -> bool {
        let keeper = self.keeper.load(Ordering::Acquire);
        // Were it a later keeper's, that would be the owner.
        let process = self.process.load(Ordering::Relaxed);
        let known = Known { process, thread: self.thread.load(Ordering::Relaxed) };
        let owner = &self.owner;
        keeper != 0
            && owner.load(Ordering::Relaxed) == keeper
            // It may have ended inside of a call.
            && self.callback.load(Ordering::Acquire).is_null()
            && alive::has_ended(known)
            // Numbers are not used again: so it has been the keeper's all the time.
            && owner.compare_exchange(keeper, thread, Ordering::Acquire, Ordering::Relaxed).is_ok()
    }

    /// Leaves this to whatever thread.
    pub(super) fn give_back(&self) {
        self.owner.store(0, Ordering::Release);
    }
}
