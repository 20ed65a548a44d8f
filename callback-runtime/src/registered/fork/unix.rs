//! The handlers of `pthread_atfork`. All of them run on the thread that forks.

use core::cell::UnsafeCell;
use core::ffi::c_int;
use core::sync::atomic::{AtomicBool, AtomicUsize, Ordering};

use crate::entries::drain;
use crate::entries::hazards;
use crate::entries::table;
use crate::registered::leaked;
use crate::sys::barrier;
use crate::sys::fatal;
use crate::sys::thread;

unsafe extern "C" {
    fn pthread_atfork(
        prepare: unsafe extern "C" fn(),
        parent: unsafe extern "C" fn(),
        child: unsafe extern "C" fn(),
    ) -> c_int;
}

/// All global locks of this library. Otherwise, no thread holds one while it takes another, or while a closure
/// runs.
struct Locks {
    drain: drain::Guard,
    _table: table::Guard,
    _leaked: leaked::Guard,
}

/// The locks that the forking thread holds.
///
/// # Invariants
///
/// - `thread` is the number of the thread that has taken all `locks`, or 0. That thread alone writes to both
///   fields, and it alone reads `locks`.
struct ForkLocks {
    thread: AtomicUsize,
    locks: UnsafeCell<Option<Locks>>,
}

// SAFETY: one thread at a time uses `locks`, see the invariants. The thread that locks also unlocks, since all
// handlers run on the thread that forks.
unsafe impl Sync for ForkLocks {}

static FORK_LOCKS: ForkLocks =
    ForkLocks { thread: AtomicUsize::new(0), locks: UnsafeCell::new(None) };

/// Makes the handlers run in each `fork` from now on. To be called before anything is locked or entered.
pub(crate) fn install_handlers() {
    static INSTALLED: AtomicBool = AtomicBool::new(false);
    // Miri does not fork.
    if cfg!(miri) || INSTALLED.load(Ordering::Acquire) {
        return;
    }
    // Two threads may come here at once. Then the handlers run twice, which they detect. If one thread waited
    // for the other, it could wait for a thread that a `fork` left out.
    // SAFETY: the handlers are functions of this library, and may be called at any time.
    let failed = unsafe { pthread_atfork(prepare, parent, child) };
    // This fails if there is no memory. The next callback tries again.
    if failed == 0 {
        INSTALLED.store(true, Ordering::Release);
    }
}

extern "C" fn prepare() {
    let this = thread::number();
    if FORK_LOCKS.thread.load(Ordering::Relaxed) == this {
        return;
    }
    // Asked here because the first answer takes a lock of `std`.
    barrier::is_asymmetric();
    let locks = Locks { drain: drain::lock(), _table: table::lock(), _leaked: leaked::lock() };
    FORK_LOCKS.thread.store(this, Ordering::Relaxed);
    // SAFETY: this thread has all locks, see the invariants.
    unsafe { *FORK_LOCKS.locks.get() = Some(locks) };
}

/// Takes the locks of [`prepare`], if this thread has them.
fn take() -> Option<Locks> {
    if FORK_LOCKS.thread.load(Ordering::Relaxed) != thread::current() {
        return None;
    }
    FORK_LOCKS.thread.store(0, Ordering::Relaxed);
    // SAFETY: this thread has all locks, see the invariants.
    unsafe { (*FORK_LOCKS.locks.get()).take() }
}

extern "C" fn parent() {
    drop(take());
}

/// Neither allocates nor frees, because the handlers of an allocator may run after this.
extern "C" fn child() {
    let Some(mut locks) = take() else { return };
    let this = thread::current();
    fatal::set_forked();
    // SAFETY: the child has no other thread than the one that forked, which is this one.
    unsafe { hazards::forget_others(this) };
    // SAFETY: as above.
    unsafe { locks.drain.forget_others(this) };
}
