//! The handlers of `pthread_atfork`, all of which run on the thread that forks.

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

/// All locks of the process's that are taken here. None is held while another is taken, nor while a
/// closure runs.
struct Locks {
    drain: drain::Guard,
    _table: table::Guard,
    _leaked: leaked::Guard,
}

/// What the thread holds that forks.
///
/// # Invariants
///
/// - `thread` is the number of the thread that has locked all `locks`, or 0. That thread alone writes
///   to both, and alone uses `locks`.
struct ForkLocks {
    thread: AtomicUsize,
    locks: UnsafeCell<Option<Locks>>,
}

// SAFETY: `locks` is used by one thread at a time, see the invariants; and the one that locks is the one
// that unlocks.
unsafe impl Sync for ForkLocks {}

static FORK_LOCKS: ForkLocks =
    ForkLocks { thread: AtomicUsize::new(0), locks: UnsafeCell::new(None) };

/// Has the handlers run in each `fork` from now on. To be called before anything is locked or entered.
pub(crate) fn install_handlers() {
    static INSTALLED: AtomicBool = AtomicBool::new(false);
    // Miri does not fork.
    if cfg!(miri) || INSTALLED.load(Ordering::Acquire) {
        return;
    }
    // Two threads may come here at once, and then the handlers run twice, which they know. Were one to
    // wait for the other, it could wait for one that is gone.
    // SAFETY: the handlers are functions of this library's.
    let failed = unsafe { pthread_atfork(prepare, parent, child) };
    // When there is no memory, the next one tries again.
    if failed == 0 {
        INSTALLED.store(true, Ordering::Release);
    }
}

extern "C" fn prepare() {
    let this = thread::number();
    if FORK_LOCKS.thread.load(Ordering::Relaxed) == this {
        return;
    }
    // It is found out under a lock of `std`'s.
    barrier::is_asymmetric();
    let locks = Locks { drain: drain::lock(), _table: table::lock(), _leaked: leaked::lock() };
    FORK_LOCKS.thread.store(this, Ordering::Relaxed);
    // SAFETY: this thread has all locks, see the invariants.
    unsafe { *FORK_LOCKS.locks.get() = Some(locks) };
}

/// What [`prepare`] has locked, unless it has been taken.
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

/// Neither allocates nor frees: the handlers of an allocator may be still to come.
extern "C" fn child() {
    let Some(mut locks) = take() else { return };
    let this = thread::current();
    fatal::set_forked();
    // SAFETY: a child has no other thread.
    unsafe { hazards::forget_others(this) };
    // SAFETY: as above.
    unsafe { locks.drain.forget_others(this) };
}
