//! A call, from the moment that it looks for its callback until it leaves it.

use core::ptr::NonNull;

use crate::entries::drain;
use crate::entries::entry::Entry;
use crate::entries::hazards::{self, Running};
use crate::sys::barrier;

/// A call that is in an entry.
///
/// # Safety
///
/// - The context that is found is that of the callback that had the key, and is alive until `leave`.
pub unsafe trait EntryGuard: Copy {
    /// Whether a call that this has not let in may enter as [`Lent`].
    const SLOW: bool;

    /// Enters whichever callback is in `entry`, if it belongs to this thread, and is open to this
    /// call.
    fn enter_any(entry: &'static Entry) -> Option<(NonNull<()>, Self)>;

    /// Enters the callback that has `key`, if it is in `entry` and open to this call.
    fn enter(entry: &'static Entry, key: usize) -> Option<(NonNull<()>, Self)>;

    /// What the entry leads to.
    ///
    /// # Safety
    ///
    /// - This call has not left.
    unsafe fn context(self) -> NonNull<()>;

    /// Ends a call. If it returns `true`, [`tell`](EntryGuard::tell) has to be called.
    ///
    /// # Safety
    ///
    /// - This is a call of this thread that has entered and not left.
    unsafe fn leave(self) -> bool;

    /// Tells whoever waits for the call to end, which it has.
    ///
    /// # Safety
    ///
    /// - [`leave`](EntryGuard::leave) has returned `true` to this call, and this is called once.
    unsafe fn tell(self);

    /// Ends a call, and tells whoever waits for that.
    ///
    /// # Safety
    ///
    /// - As for [`leave`](EntryGuard::leave).
    unsafe fn end(self) {
        // SAFETY: the caller's promise.
        if unsafe { self.leave() } {
            // SAFETY: as it says.
            unsafe { self.tell() };
        }
    }
}

/// A call of the one thread that may call, or end, the callback. With `ALONE`, it enters if no other
/// is inside.
#[derive(Clone, Copy)]
pub struct OfOwner<const ALONE: bool>(&'static Entry);

// SAFETY: this thread alone closes the entry and frees the context, and as long as it finds calls
// inside, it leaves that to them.
unsafe impl<const ALONE: bool> EntryGuard for OfOwner<ALONE> {
    const SLOW: bool = false;

    #[inline(always)]
    fn enter_any(entry: &'static Entry) -> Option<(NonNull<()>, Self)> {
        // SAFETY: the call has entered.
        entry.enter_as_owner(ALONE).then(|| (unsafe { entry.context() }, Self(entry)))
    }

    #[inline(always)]
    fn enter(entry: &'static Entry, key: usize) -> Option<(NonNull<()>, Self)> {
        if entry.has(key) { Self::enter_any(entry) } else { None }
    }

    #[inline(always)]
    unsafe fn context(self) -> NonNull<()> {
        // SAFETY: the call is in the entry.
        unsafe { self.0.context() }
    }

    #[inline(always)]
    unsafe fn leave(self) -> bool {
        // SAFETY: this call has entered (the caller's promise).
        !unsafe { self.0.leave_as_owner() }
    }

    unsafe fn tell(self) {
        drain::left();
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
    fn enter_any(_: &'static Entry) -> Option<(NonNull<()>, Self)> {
        None
    }

    #[inline(always)]
    fn enter(entry: &'static Entry, key: usize) -> Option<(NonNull<()>, Self)> {
        let guard = Self(hazards::enter(entry.address())?);
        barrier::light();
        if entry.has(key) {
            // SAFETY: the call has entered.
            return Some((unsafe { entry.context() }, guard));
        }
        // Whether somebody has watched that is for `Lent` to see, or this function, which is inlined,
        // would have to call another one here.
        // SAFETY: entered above.
        unsafe { hazards::leave(guard.0) };
        None
    }

    #[inline(always)]
    unsafe fn context(self) -> NonNull<()> {
        // SAFETY: the caller's promise.
        unsafe { context_of(self.0) }
    }

    #[inline(always)]
    unsafe fn leave(self) -> bool {
        // SAFETY: the caller's promise.
        unsafe { hazards::leave(self.0) };
        barrier::light();
        self.0.is_watched()
    }

    unsafe fn tell(self) {
        self.0.unwatch();
        drain::left();
    }
}

/// A call on any thread, with a hazard pointer that is lent to it: where [`OfAny`] has not entered.
#[derive(Clone, Copy)]
pub(crate) struct Lent(Running);

// SAFETY: as for `OfAny`.
unsafe impl EntryGuard for Lent {
    const SLOW: bool = false;

    /// It belongs to none.
    fn enter_any(_: &'static Entry) -> Option<(NonNull<()>, Self)> {
        None
    }

    fn enter(entry: &'static Entry, key: usize) -> Option<(NonNull<()>, Self)> {
        if let Some(call) = hazards::last_left() {
            barrier::own();
            if call.is_watched() {
                // SAFETY: that call has left, and was told to nobody else yet.
                unsafe { OfAny(call).tell() };
            }
        }
        Self::enter_if(entry, || entry.has_fenced(key))
    }

    unsafe fn context(self) -> NonNull<()> {
        // SAFETY: the caller's promise.
        unsafe { context_of(self.0) }
    }

    unsafe fn leave(self) -> bool {
        let callback = self.0.callback();
        // SAFETY: the caller's promise.
        unsafe { hazards::leave(self.0) };
        barrier::own();
        // A signal handler may have this where the thread holds the lock of `settle`, to look for another
        // callback here.
        if self.0.is_watched_in(callback) {
            return true;
        }
        self.0.give_back();
        false
    }

    unsafe fn tell(self) {
        self.0.unwatch();
        drain::left();
        self.0.give_back();
    }
}

impl Lent {
    /// Enters the callback that has `key`, if it is in `entry`, be it closed by a panic, or to this
    /// thread.
    pub(crate) fn enter_closed(entry: &'static Entry, key: usize) -> Option<(NonNull<()>, Self)> {
        Self::enter_if(entry, || entry.has_closed(key))
    }

    /// Enters what is in `entry`, if that is `wanted`.
    fn enter_if(
        entry: &'static Entry,
        wanted: impl FnOnce() -> bool,
    ) -> Option<(NonNull<()>, Self)> {
        let guard = Self(hazards::enter_lent(entry.address()));
        barrier::own();
        if wanted() {
            // SAFETY: the call has entered.
            return Some((unsafe { entry.context() }, guard));
        }
        // SAFETY: entered above.
        unsafe { guard.end() };
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
/// - As for [`EntryGuard::tell`].
#[cold]
#[inline(never)]
#[allow(improper_ctypes_definitions, reason = "`extern` for its `nounwind`; C never sees it")]
pub(crate) unsafe extern "C" fn tell<V: EntryGuard, R>(guard: V, result: R) -> R {
    // SAFETY: the caller's promise.
    unsafe { guard.tell() };
    result
}
