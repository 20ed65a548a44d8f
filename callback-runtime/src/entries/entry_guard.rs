//! Guards: how a call enters an entry, and how it exits.

use core::ptr::NonNull;

use crate::entries::drain;
use crate::entries::entry::{Entry, Nesting};
use crate::entries::hazards::{self, Running};
use crate::sys::barrier;

/// A call that is in an entry.
///
/// # Safety
///
/// - The context that `enter` returns is that of the callback with the key. It is alive until `exit`.
pub unsafe trait EntryGuard: Copy {
    /// Whether a call that could not enter in this way may still enter as [`Lent`].
    const SLOW: bool;

    /// Enters the current callback of `entry`, if it belongs to this thread and is open to this call.
    fn enter_current(entry: &'static Entry) -> Option<(NonNull<()>, Self)>;

    /// Enters the callback with `key`, if it is in `entry` and open to this call.
    fn enter(entry: &'static Entry, key: usize) -> Option<(NonNull<()>, Self)>;

    /// Returns what the entry leads to.
    ///
    /// # Safety
    ///
    /// - This call has not exited.
    unsafe fn context(self) -> NonNull<()>;

    /// Ends the call. If this returns `true`, [`notify_waiters`](EntryGuard::notify_waiters) has to be called.
    ///
    /// # Safety
    ///
    /// - This is a call of this thread that has entered and not exited.
    unsafe fn exit(self) -> bool;

    /// Notifies the threads that wait for the end of this call, after it has exited.
    ///
    /// # Safety
    ///
    /// - [`exit`](EntryGuard::exit) has returned `true` to this call, and this is called once.
    unsafe fn notify_waiters(self);

    /// Ends the call, and notifies the threads that wait for that.
    ///
    /// # Safety
    ///
    /// - As for [`exit`](EntryGuard::exit).
    unsafe fn exit_and_notify(self) {
        // SAFETY: the caller's promise.
        if unsafe { self.exit() } {
            // SAFETY: `exit` returned `true`.
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

// SAFETY: this thread alone closes the entry and frees the context. While it finds calls of its own inside, it
// defers the second to the last of them. So the context is alive until `exit`.
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

/// A call on any thread that uses the thread's own hazard pointer.
#[derive(Clone, Copy)]
pub struct OfAny(Running);

// SAFETY: the call writes its hazard pointer before it reads the key. Whoever closes the entry changes the key
// before it reads the hazard pointers. Both make a fence in between, so one sees the other: either the call does
// not enter, or it is seen, and the context is freed after its `exit`.
unsafe impl EntryGuard for OfAny {
    const SLOW: bool = true;

    /// A callback of any thread does not belong to this one.
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
        // `Lent::enter` looks whether this call was watched. If that were done here, each place where this
        // function is inlined would contain a further call.
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

/// A call on any thread that uses a hazard pointer lent by the stock, because [`OfAny`] could not enter.
#[derive(Clone, Copy)]
pub(crate) struct Lent(Running);

// SAFETY: as for `OfAny`.
unsafe impl EntryGuard for Lent {
    const SLOW: bool = false;

    /// A callback of any thread does not belong to this one.
    fn enter_current(_: &'static Entry) -> Option<(NonNull<()>, Self)> {
        None
    }

    fn enter(entry: &'static Entry, key: usize) -> Option<(NonNull<()>, Self)> {
        if let Some(call) = hazards::last_cleared() {
            barrier::own();
            if call.is_watched() {
                // SAFETY: that call has exited and is watched, and `OfAny::enter` has not notified anybody.
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
        // Compares the callback: a signal handler may run this while its thread holds the lock of `drain` and
        // is watching another callback by this hazard pointer.
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
    /// Enters the callback with `key`, if it is in `entry`, even if it is poisoned or belongs to another thread.
    pub(crate) fn enter_even_poisoned(
        entry: &'static Entry,
        key: usize,
    ) -> Option<(NonNull<()>, Self)> {
        Self::enter_if(entry, || entry.has_even_poisoned(key))
    }

    /// Enters `entry`, if `wanted` returns `true` after the hazard pointer is written.
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

/// Returns what the entry of a running call leads to.
///
/// # Safety
///
/// - The call has not exited.
#[inline(always)]
unsafe fn context_of(call: Running) -> NonNull<()> {
    // SAFETY: the hazard pointer holds the address of an entry until the call exits, and entries are never
    // freed.
    let entry = unsafe { &*call.callback().cast::<Entry>() };
    // SAFETY: the call is in the entry.
    unsafe { entry.context() }
}

/// Notifies the threads that wait for the end of a call, and returns the result of the call.
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
