//! A call, from the moment that it looks for its callback until it leaves it.

use core::ptr::NonNull;

use crate::entries::drain;
use crate::entries::entry::{Entry, Nesting};
use crate::entries::hazards::{self, Running};
use crate::sys::barrier;

/// A call that is in an entry.
///
/// # Safety
///
/// - The context that is found is that of the callback that had the key, and is alive until `exit`.
pub unsafe trait EntryGuard: Copy {
    /// Whether a call that this has not let in may enter as [`Lent`].
    const SLOW: bool;

    /// Enters whichever callback is in `entry`, if it belongs to this thread, and is open to this
    /// call.
    fn enter_current(entry: &'static Entry) -> Option<(NonNull<()>, Self)>;

    /// Enters the callback that has `key`, if it is in `entry` and open to this call.
    fn enter(entry: &'static Entry, key: usize) -> Option<(NonNull<()>, Self)>;

    /// What the entry leads to.
    ///
    /// # Safety
    ///
    /// - This call has not left.
    unsafe fn context(self) -> NonNull<()>;

    /// Ends a call. If it returns `true`, [`notify_waiters`](EntryGuard::notify_waiters) has to be called.
    ///
    /// # Safety
    ///
    /// - This is a call of this thread that has entered and not left.
    unsafe fn exit(self) -> bool;

    /// Tells whoever waits for the call to end, which it has.
    ///
    /// # Safety
    ///
    /// - [`exit`](EntryGuard::exit) has returned `true` to this call, and this is called once.
    unsafe fn notify_waiters(self);

    /// Ends a call, and tells whoever waits for that.
    ///
    /// # Safety
    ///
    /// - As for [`exit`](EntryGuard::exit).
    unsafe fn exit_and_notify(self) {
        // SAFETY: the caller's promise.
        if unsafe { self.exit() } {
            // SAFETY: as it says.
            unsafe { self.notify_waiters() };
        }
    }
}

/// A call of the one thread that may call, or end, the callback: [`Alone`] or [`Nested`].
#[derive(Clone, Copy)]
pub struct OfOwner<const ALONE: bool>(&'static Entry);

/// A call of the owner that enters only if no other call is inside.
pub(crate) type Alone = OfOwner<true>;

/// A call of the owner that enters also while others are inside.
pub(crate) type Nested = OfOwner<false>;

// SAFETY: this thread alone closes the entry and frees the context, and as long as it finds calls
// inside, it leaves that to them.
unsafe impl<const ALONE: bool> EntryGuard for OfOwner<ALONE> {
    const SLOW: bool = false;

    #[inline(always)]
    fn enter_current(entry: &'static Entry) -> Option<(NonNull<()>, Self)> {
        let nesting = if ALONE { Nesting::Refused } else { Nesting::Allowed };
        // SAFETY: the call has entered.
        entry.enter_as_owner(nesting).then(|| (unsafe { entry.context() }, Self(entry)))
    }

    #[inline(always)]
    fn enter(entry: &'static Entry, key: usize) -> Option<(NonNull<()>, Self)> {
        if entry.has(key) { Self::enter_current(entry) } else { None }
    }

    #[inline(always)]
    unsafe fn context(self) -> NonNull<()> {
        // SAFETY: the call is in the entry.
        unsafe { self.0.context() }
    }

    #[inline(always)]
    unsafe fn exit(self) -> bool {
        // SAFETY: this call has entered (the caller's promise).
        !unsafe { self.0.exit_as_owner() }
    }

    unsafe fn notify_waiters(self) {
        drain::after_exit();
    }
}

/// A call on any thread, with the thread's own hazard pointer.
#[derive(Clone, Copy)]
pub struct OfAny(Running);

// SAFETY: the call is written down before the key is read; who closes the entry looks who is written
// down after that; and both have a fence in between.
unsafe impl EntryGuard for OfAny {
    const SLOW: bool = true;

    /// It belongs to none.
    fn enter_current(_: &'static Entry) -> Option<(NonNull<()>, Self)> {
        None
    }

    #[inline(always)]
    fn enter(entry: &'static Entry, key: usize) -> Option<(NonNull<()>, Self)> {
        let guard = Self(hazards::protect(entry.address())?);
        barrier::light();
        if entry.has(key) {
            // SAFETY: the call has entered.
            return Some((unsafe { entry.context() }, guard));
        }
        // Whether somebody has watched that is for `Lent` to see, or this function, which is inlined,
        // would have to call another one here.
        // SAFETY: entered above.
        unsafe { hazards::clear(guard.0) };
        None
    }

    #[inline(always)]
    unsafe fn context(self) -> NonNull<()> {
        // SAFETY: the caller's promise.
        unsafe { context_of(self.0) }
    }

    #[inline(always)]
    unsafe fn exit(self) -> bool {
        // SAFETY: the caller's promise.
        unsafe { hazards::clear(self.0) };
        barrier::light();
        self.0.is_watched()
    }

    unsafe fn notify_waiters(self) {
        self.0.unwatch();
        drain::after_exit();
    }
}

/// A call on any thread, with a hazard pointer that is lent to it: where [`OfAny`] has not entered.
#[derive(Clone, Copy)]
pub(crate) struct Lent(Running);

// SAFETY: as for `OfAny`.
unsafe impl EntryGuard for Lent {
    const SLOW: bool = false;

    /// It belongs to none.
    fn enter_current(_: &'static Entry) -> Option<(NonNull<()>, Self)> {
        None
    }

    fn enter(entry: &'static Entry, key: usize) -> Option<(NonNull<()>, Self)> {
        if let Some(call) = hazards::last_cleared() {
            barrier::own();
            if call.is_watched() {
                // SAFETY: that call has left, and was told to nobody else yet.
                unsafe { OfAny(call).notify_waiters() };
            }
        }
        Self::enter_if(entry, || entry.has_after_fence(key))
    }

    unsafe fn context(self) -> NonNull<()> {
        // SAFETY: the caller's promise.
        unsafe { context_of(self.0) }
    }

    unsafe fn exit(self) -> bool {
        let callback = self.0.callback();
        // SAFETY: the caller's promise.
        unsafe { hazards::clear(self.0) };
        barrier::own();
        // A signal handler may have this where the thread holds the lock of `settle`, to look for another
        // callback here.
        if self.0.is_watched_in(callback) {
            return true;
        }
        self.0.give_back();
        false
    }

    unsafe fn notify_waiters(self) {
        self.0.unwatch();
        drain::after_exit();
        self.0.give_back();
    }
}

impl Lent {
    /// Enters the callback that has `key`, if it is in `entry`, be it closed by a panic, or to this
    /// thread.
    pub(crate) fn enter_even_poisoned(
        entry: &'static Entry,
        key: usize,
    ) -> Option<(NonNull<()>, Self)> {
        Self::enter_if(entry, || entry.has_even_poisoned(key))
    }

    /// Enters what is in `entry`, if that is `wanted`.
    fn enter_if(
        entry: &'static Entry,
        wanted: impl FnOnce() -> bool,
    ) -> Option<(NonNull<()>, Self)> {
        let guard = Self(hazards::protect_lent(entry.address()));
        barrier::own();
        if wanted() {
            // SAFETY: the call has entered.
            return Some((unsafe { entry.context() }, guard));
        }
        // SAFETY: entered above.
        unsafe { guard.exit_and_notify() };
        None
    }
}

/// What the entry leads to that a call has written down.
///
/// # Safety
///
/// - The call has not left.
#[inline(always)]
unsafe fn context_of(call: Running) -> NonNull<()> {
    // SAFETY: what the call has written down is still there: an entry, and those are never freed.
    let entry = unsafe { &*call.callback().cast::<Entry>() };
    // SAFETY: the call is in the entry.
    unsafe { entry.context() }
}

/// Tells whoever waits for a call to end, and gives its result back.
///
/// # Safety
///
/// - As for [`EntryGuard::notify_waiters`].
#[cold]
#[inline(never)]
#[allow(improper_ctypes_definitions, reason = "`extern` for its `nounwind`; C never sees it")]
pub(crate) unsafe extern "C" fn notify_and_return<V: EntryGuard, R>(guard: V, result: R) -> R {
    // SAFETY: the caller's promise.
    unsafe { guard.notify_waiters() };
    result
}
