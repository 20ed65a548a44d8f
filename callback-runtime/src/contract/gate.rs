//! Who may enter a context now: its thread, whether a call is running, whether it is closed.

use core::sync::atomic::{AtomicU32, AtomicUsize, Ordering, compiler_fence};

use crate::contract::prefix::Prefix;
use crate::sys::thread;

/// A panic closed the gate.
const POISONED: usize = 1 << (usize::BITS - 1);
/// A `FnOnce` has been called, or C ran the destroy function.
const EXPIRED: usize = 1 << (usize::BITS - 2);

/// To set a bit that is not the lowest, and to test what it was, is one instruction on x86.
const RUNNING: u32 = 2;

/// The thread that a context is bound to, and whether a call is inside.
///
/// # Invariants
///
/// - `admits` is the number of the owning thread (0: any thread) below the flags. Flags are only
///   ever added, so that one comparison with the calling thread's number admits or refuses.
/// - `busy` is `RUNNING` while a call of a `FnMut` is running, else 0. Where the context is bound to a thread,
///   that thread alone touches it, so the access need not be atomic.
pub struct Gate {
    admits: AtomicUsize,
    busy: AtomicU32,
}

// SAFETY: it is the first field of a `Record`, which is `repr(C)`.
unsafe impl Prefix for Gate {}

impl Gate {
    pub(crate) const fn new() -> Self {
        Self { admits: AtomicUsize::new(0), busy: AtomicU32::new(0) }
    }

    /// Makes the calling thread the owner.
    pub(crate) fn set_owner(&mut self) {
        let admits = self.admits.get_mut();
        *admits = (*admits & (POISONED | EXPIRED)) | thread::number();
    }

    /// The number of the thread that the context belongs to, or 0.
    pub(crate) fn owner(&self) -> usize {
        self.admits.load(Ordering::Relaxed) & thread::MAX
    }

    /// Whether the context belongs to another thread than the calling one.
    pub(crate) fn is_foreign(&self) -> bool {
        let owner = self.owner();
        owner != 0 && owner != thread::current()
    }

    /// Closes the gate because of a panic.
    pub(crate) fn poison(&self) {
        self.admits.fetch_or(POISONED, Ordering::Relaxed);
    }

    pub(crate) fn is_poisoned(&self) -> bool {
        self.admits.load(Ordering::Relaxed) & POISONED != 0
    }

    /// Closes the gate because the closure has been used up or given back.
    #[cfg(feature = "alloc")]
    pub(crate) fn expire(&self) {
        self.admits.fetch_or(EXPIRED, Ordering::Relaxed);
    }

    pub(crate) fn is_expired(&self) -> bool {
        self.admits.load(Ordering::Relaxed) & EXPIRED != 0
    }

    /// Open to the calling thread, which must be the owner.
    #[inline(always)]
    pub(crate) fn is_open_to_owner(&self) -> bool {
        self.admits.load(Ordering::Relaxed) == thread::current()
    }

    /// Open to every thread.
    #[inline(always)]
    pub(crate) fn is_open_to_any(&self) -> bool {
        self.admits.load(Ordering::Relaxed) == 0
    }

    /// Lets the owner in, once.
    #[inline(always)]
    pub(crate) fn admit_owner_once(&self) -> bool {
        let this = thread::current();
        // An exchange: a signal handler on this thread may have come first.
        self.is_open_to_owner() && self.admits.swap(this | EXPIRED, Ordering::Relaxed) == this
    }

    /// Lets one thread in, once.
    #[inline(always)]
    pub(crate) fn admit_any_once(&self) -> bool {
        // Acquire: the thread that made the closure may have passed the context on by an atomic.
        self.admits.compare_exchange(0, EXPIRED, Ordering::Acquire, Ordering::Relaxed).is_ok()
    }

    /// Marks a call as running, unless one is.
    ///
    /// # Safety
    ///
    /// - The context is bound to a thread, and the calling thread is its owner.
    #[inline(always)]
    pub(crate) unsafe fn mark_running_as_owner(&self) -> bool {
        let busy = self.busy.as_ptr();
        // SAFETY: no other thread touches `busy` (the caller's promise).
        let entered = unsafe { *busy } == 0;
        if entered {
            // SAFETY: as above.
            unsafe { *busy = RUNNING };
            // For a signal handler that calls: it finds the call running.
            compiler_fence(Ordering::SeqCst);
        }
        entered
    }

    /// Marks the running call as over.
    ///
    /// # Safety
    ///
    /// - [`Gate::mark_running_as_owner`] returned `true` to this call, on this thread.
    #[inline(always)]
    pub(crate) unsafe fn leave_as_owner(&self) {
        // As above.
        compiler_fence(Ordering::SeqCst);
        // SAFETY: no other thread touches `busy` (the caller's promise).
        unsafe { *self.busy.as_ptr() = 0 };
    }

    /// Marks a call as running, unless one is, on whatever thread.
    ///
    /// # Safety
    ///
    /// - The context is not bound to a thread.
    #[inline(always)]
    pub(crate) unsafe fn mark_running(&self) -> bool {
        // Acquire and Release: the calls see what the one before them did to the captures.
        self.busy.fetch_or(RUNNING, Ordering::Acquire) & RUNNING == 0
    }

    /// Marks the running call as over, whoever may have entered; nothing, if the kind does not mark calls.
    ///
    /// # Safety
    ///
    /// - The gate admitted this call, which has not left.
    #[inline(always)]
    pub(crate) unsafe fn leave(&self) {
        self.busy.store(0, Ordering::Release);
    }
}
