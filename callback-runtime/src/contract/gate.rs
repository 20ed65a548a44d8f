//! The gate of a context: which thread may call, whether a call is running, and whether calls are refused for
//! good.

use core::sync::atomic::{AtomicU32, AtomicUsize, Ordering, compiler_fence};

use crate::contract::prefix::Prefix;
use crate::sys::thread;

/// A panic has poisoned the context.
const POISONED: usize = 1 << (usize::BITS - 1);
/// A `FnOnce` has had its call, or C has run the destroy function.
const EXPIRED: usize = 1 << (usize::BITS - 2);

/// Not the lowest bit: on x86, setting such a bit and testing its old value is one instruction.
const RUNNING: u32 = 2;

/// The thread that owns a context, and whether a call is running.
///
/// # Invariants
///
/// - `admits` is the number of the owner (0: any thread) below the flags. Flags are only ever added while the
///   context can be called, so one comparison with the number of the calling thread admits or refuses.
/// - `busy` is `RUNNING` while a call of a `FnMut` is running, else 0. If the context has an owner, that thread
///   alone uses `busy`, so the access need not be atomic.
pub struct Gate {
    admits: AtomicUsize,
    busy: AtomicU32,
}

// SAFETY: a context begins with a `Record`, and that with a `Gate`; both are `repr(C)`.
unsafe impl Prefix for Gate {}

impl Gate {
    #[inline(always)]
    pub(crate) const fn new() -> Self {
        Self { admits: AtomicUsize::new(0), busy: AtomicU32::new(0) }
    }

    /// Makes the calling thread the owner.
    pub(crate) fn set_owner(&mut self) {
        let admits = self.admits.get_mut();
        *admits = (*admits & (POISONED | EXPIRED)) | thread::number();
    }

    /// The number of the owner, or 0 if any thread may call.
    pub(crate) fn owner(&self) -> usize {
        self.admits.load(Ordering::Relaxed) & thread::MAX
    }

    /// Whether another thread than the calling one owns the context.
    pub(crate) fn is_foreign(&self) -> bool {
        let owner = self.owner();
        owner != 0 && owner != thread::current()
    }

    /// Refuses all later calls because of a panic.
    pub(crate) fn poison(&self) {
        self.admits.fetch_or(POISONED, Ordering::Relaxed);
    }

    pub(crate) fn is_poisoned(&self) -> bool {
        self.admits.load(Ordering::Relaxed) & POISONED != 0
    }

    /// Refuses all later calls, because the closure has been used up or C has run the destroy function.
    #[cfg(feature = "alloc")]
    pub(crate) fn expire(&self) {
        self.admits.fetch_or(EXPIRED, Ordering::Relaxed);
    }

    pub(crate) fn is_expired(&self) -> bool {
        self.admits.load(Ordering::Relaxed) & EXPIRED != 0
    }

    /// Whether the calling thread may call, as the owner.
    #[inline(always)]
    pub(crate) fn is_open_to_owner(&self) -> bool {
        self.admits.load(Ordering::Relaxed) == thread::current()
    }

    /// Whether any thread may call.
    #[inline(always)]
    pub(crate) fn is_open_to_any(&self) -> bool {
        self.admits.load(Ordering::Relaxed) == 0
    }

    /// Admits the owner's call, once.
    #[inline(always)]
    pub(crate) fn admit_owner_once(&self) -> bool {
        let this = thread::current();
        // An exchange, because a signal handler on this thread may have been admitted in between.
        self.is_open_to_owner() && self.admits.swap(this | EXPIRED, Ordering::Relaxed) == this
    }

    /// Admits a call of any thread, once.
    #[inline(always)]
    pub(crate) fn admit_any_once(&self) -> bool {
        // Acquire: the thread that made the closure may have passed the context on by an atomic.
        self.admits.compare_exchange(0, EXPIRED, Ordering::Acquire, Ordering::Relaxed).is_ok()
    }

    /// Admits a call of any thread, once, while no other call is inside.
    ///
    /// # Safety
    ///
    /// - No other thread asks the gate to admit a call meanwhile.
    #[inline(always)]
    pub(crate) unsafe fn admit_once_alone(&self) -> bool {
        let is_open = self.is_open_to_any();
        if is_open {
            // A store suffices: only this call could poison the context, and if C expires it now, the value is the same.
            self.admits.store(EXPIRED, Ordering::Relaxed);
        }
        is_open
    }

    /// Marks the owner's call as running. Returns `false` if another one is.
    ///
    /// # Safety
    ///
    /// - The context has an owner, which is the calling thread.
    #[inline(always)]
    pub(crate) unsafe fn mark_running_as_owner(&self) -> bool {
        let busy = self.busy.as_ptr();
        // SAFETY: no other thread touches `busy` (the caller's promise).
        let entered = unsafe { *busy } == 0;
        if entered {
            // SAFETY: as above.
            unsafe { *busy = RUNNING };
            // For a signal handler that calls: it finds this call running.
            compiler_fence(Ordering::SeqCst);
        }
        entered
    }

    /// Marks the owner's running call as over.
    ///
    /// # Safety
    ///
    /// - [`Gate::mark_running_as_owner`] returned `true` to this call, on this thread.
    #[inline(always)]
    pub(crate) unsafe fn leave_as_owner(&self) {
        // For a signal handler, as in `mark_running_as_owner`.
        compiler_fence(Ordering::SeqCst);
        // SAFETY: no other thread touches `busy` (the caller's promise).
        unsafe { *self.busy.as_ptr() = 0 };
    }

    /// Marks a call on any thread as running. Returns `false` if another one is.
    ///
    /// # Safety
    ///
    /// - The context has no owner.
    #[inline(always)]
    pub(crate) unsafe fn mark_running(&self) -> bool {
        // Acquire here and Release in `leave`: a call sees what the previous one did to the captures.
        self.busy.fetch_or(RUNNING, Ordering::Acquire) & RUNNING == 0
    }

    /// Marks the running call as over, for any kind and on any thread. Does nothing if the kind does not mark
    /// calls.
    ///
    /// # Safety
    ///
    /// - The gate admitted this call, which has not left.
    #[inline(always)]
    pub(crate) unsafe fn leave(&self) {
        self.busy.store(0, Ordering::Release);
    }
}
