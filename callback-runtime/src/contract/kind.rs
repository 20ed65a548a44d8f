//! The six contracts that a declaration can name, by the traits in its closure type.
//!
//! | the item says | who may call | what a call gets |
//! |---|---|---|
//! | `dyn FnMut(..)` | the owning thread, not re-entrantly | `&mut F` |
//! | `dyn FnMut(..) + Send` | any thread, one at a time | `&mut F` |
//! | `dyn Fn(..)` | the owning thread | `&F` |
//! | `dyn Fn(..) + Send + Sync` | any threads, at once | `&F` |
//! | `dyn FnOnce(..)` | the owning thread, once | `F` |
//! | `dyn FnOnce(..) + Send` | any thread, once | `F` |

use core::cell::UnsafeCell;

use crate::contract::gate::Gate;
#[cfg(feature = "std")]
use crate::contract::prefix::prefix;
#[cfg(feature = "std")]
use crate::entries::entry_guard::{Alone, EntryGuard, Nested, OfAny};

/// The thread affinity of a closure: on which threads C may call it.
#[derive(Clone, Copy, PartialEq, Eq)]
#[repr(u8)]
pub enum Affinity {
    /// On any thread.
    AnyThread,
    /// On the owner alone.
    OneThread,
}

/// One of the six contracts.
///
/// # Safety
///
/// - Between an `admit` that returned `true` and the `leave` that follows it, `access` is sound
///   for that call, whatever other calls do. So it is after an `EntryGuard` has entered and `admit_guarded`
///   has returned `true`, until `leave_guarded`, and then the guard's `leave`, follow.
/// - `admit` returns `true` on the owning thread alone if `THREAD_BOUND`, and so does `EntryGuard::enter`.
pub unsafe trait Kind {
    /// How the closure is kept: a `FnOnce` can be taken out.
    type Stored<F>;
    /// What an admitted call gets.
    type Access<'a, F: 'a>;
    /// On which threads C may call.
    const AFFINITY: Affinity;
    /// Whether calls are refused on other threads than the owner.
    const THREAD_BOUND: bool = matches!(Self::AFFINITY, Affinity::OneThread);
    /// How a call enters that finds its context in an entry.
    #[cfg(feature = "std")]
    type Guard: EntryGuard;

    /// Puts the closure into its store.
    fn store<F>(closure: F) -> Self::Stored<F>;

    /// Whether a call may enter now; if so, it has.
    fn admit(gate: &Gate) -> bool;

    /// Ends a call.
    ///
    /// # Safety
    ///
    /// - This call was admitted, and has not left.
    unsafe fn leave(gate: &Gate);

    /// What [`Kind::admit`] does beyond what entering the entry has done.
    #[cfg(feature = "std")]
    fn admit_guarded(gate: &Gate) -> bool;

    /// Ends what [`Kind::admit_guarded`] began.
    ///
    /// # Safety
    ///
    /// - As for [`Kind::leave`].
    #[cfg(feature = "std")]
    unsafe fn leave_guarded<V: EntryGuard>(guard: V);

    /// The closure, for one call.
    ///
    /// # Safety
    ///
    /// - This call was admitted, has not left, and asks only once.
    unsafe fn access<F>(closure: &UnsafeCell<Self::Stored<F>>) -> Self::Access<'_, F>;
}

macro_rules! kind {
    (
        $(#[$doc:meta])* $name:ident, affinity: $affinity:ident,
        admit($gate:ident): $admit:expr, leave: $leave:expr,
        guard: $guard:ty, admit: $admit_guarded:expr, leave($inside:ident): $leave_guarded:expr,
        $($access:tt)*
    ) => {
        $(#[$doc])*
        pub struct $name;

        // SAFETY: see the comment at the use of the macro.
        unsafe impl Kind for $name {
            const AFFINITY: Affinity = Affinity::$affinity;
            #[cfg(feature = "std")]
            type Guard = $guard;

            #[inline(always)]
            fn admit($gate: &Gate) -> bool {
                $admit
            }

            #[inline(always)]
            unsafe fn leave($gate: &Gate) {
                $leave
            }

            #[cfg(feature = "std")]
            #[inline(always)]
            fn admit_guarded($gate: &Gate) -> bool {
                $admit_guarded
            }

            #[cfg(feature = "std")]
            #[inline(always)]
            unsafe fn leave_guarded<V: EntryGuard>($inside: V) {
                $leave_guarded
            }

            $($access)*
        }
    };
}

macro_rules! exclusive {
    () => {
        type Stored<F> = F;
        type Access<'a, F: 'a> = &'a mut F;

        #[inline(always)]
        fn store<F>(closure: F) -> F {
            closure
        }

        #[inline(always)]
        unsafe fn access<F>(closure: &UnsafeCell<F>) -> &mut F {
            // SAFETY: a call that was admitted is the only one until it leaves.
            unsafe { &mut *closure.get() }
        }
    };
}

macro_rules! shared {
    () => {
        type Stored<F> = F;
        type Access<'a, F: 'a> = &'a F;

        #[inline(always)]
        fn store<F>(closure: F) -> F {
            closure
        }

        #[inline(always)]
        unsafe fn access<F>(closure: &UnsafeCell<F>) -> &F {
            // SAFETY: nothing forms `&mut F` while the context can be called.
            unsafe { &*closure.get() }
        }
    };
}

macro_rules! once {
    () => {
        type Stored<F> = Option<F>;
        type Access<'a, F: 'a> = F;

        #[inline(always)]
        fn store<F>(closure: F) -> Option<F> {
            Some(closure)
        }

        #[inline(always)]
        unsafe fn access<F>(closure: &UnsafeCell<Option<F>>) -> F {
            // SAFETY: one call is ever admitted, and it asks only once.
            let closure = unsafe { &mut *closure.get() };
            // SAFETY: as above, so the closure has not been taken.
            unsafe { closure.take().unwrap_unchecked() }
        }
    };
}

// SAFETY of the kinds: `FnMut` enters only when no call is inside, and a gate that belongs to a
// thread is entered on that thread alone; `Fn` needs no exclusion, and where any thread may enter,
// the macro asks `F: Sync`; `FnOnce` closes the gate behind the first call for good. The guard of
// an owner's call knows the thread, and whether another call is inside; that of a call on any thread knows
// neither.
kind! {
    /// `dyn FnMut(..)`
    FnMut, affinity: OneThread,
    // SAFETY: the first condition says that this is the owner.
    admit(gate): gate.is_open_to_owner() && unsafe { gate.mark_running_as_owner() },
    // SAFETY: the caller was admitted, by the line above.
    leave: unsafe { gate.leave_as_owner() },
    guard: Alone, admit: { let _ = gate; true }, leave(guard): { let _ = guard; },
    exclusive! {}
}
kind! {
    /// `dyn FnMut(..) + Send`
    FnMutSend, affinity: AnyThread,
    // SAFETY: a context of this kind is never bound to a thread.
    admit(gate): gate.is_open_to_any() && unsafe { gate.mark_running() },
    // SAFETY: the caller was admitted, by the line above.
    leave: unsafe { gate.leave() },
    // SAFETY: as above.
    guard: OfAny, admit: unsafe { gate.mark_running() },
    leave(guard): {
        // SAFETY: the call has not left.
        let context = unsafe { guard.context() };
        // SAFETY: so the context is alive.
        let gate = unsafe { prefix::<Gate>(context) };
        // SAFETY: as above.
        unsafe { gate.leave() };
    },
    exclusive! {}
}
kind! {
    /// `dyn Fn(..)`
    Fn, affinity: OneThread,
    admit(gate): gate.is_open_to_owner(),
    leave: { let _ = gate; },
    guard: Nested, admit: { let _ = gate; true }, leave(guard): { let _ = guard; },
    shared! {}
}
kind! {
    /// `dyn Fn(..) + Send + Sync`
    FnSendSync, affinity: AnyThread,
    admit(gate): gate.is_open_to_any(),
    leave: { let _ = gate; },
    guard: OfAny, admit: { let _ = gate; true }, leave(guard): { let _ = guard; },
    shared! {}
}
kind! {
    /// `dyn FnOnce(..)`
    FnOnce, affinity: OneThread,
    admit(gate): gate.admit_owner_once(),
    leave: { let _ = gate; },
    guard: Nested, admit: gate.admit_owner_once(), leave(guard): { let _ = guard; },
    once! {}
}
kind! {
    /// `dyn FnOnce(..) + Send`
    FnOnceSend, affinity: AnyThread,
    admit(gate): gate.admit_any_once(),
    leave: { let _ = gate; },
    guard: OfAny, admit: gate.admit_any_once(), leave(guard): { let _ = guard; },
    once! {}
}

/// A contract by which C may call more than once.
#[diagnostic::on_unimplemented(
    message = "a `FnOnce` callback cannot be registered, since C may call it more than once",
    note = "hand the closure over for one call with `once`, or declare the callback as `FnMut` or `Fn`"
)]
pub trait Repeats: Kind {
    /// Takes the closure out of its store.
    fn unstore<F>(stored: Self::Stored<F>) -> F;
}

/// A contract by which C calls once.
#[diagnostic::on_unimplemented(
    message = "a `FnMut` or `Fn` callback cannot have a completion, since C may call it more than once",
    note = "declare the callback as `FnOnce` if C calls it once, or hand the closure over with `register`"
)]
pub trait Once: Kind {}

/// A contract by which the closure stays on its thread, and C may call more than once.
#[diagnostic::on_unimplemented(
    message = "a `FnOnce` callback, or one that is `Send`, cannot be dispatched",
    note = "declare the callback as `FnMut` or `Fn` without `Send` and `Sync`; for a `FnOnce`, use `completion`"
)]
pub trait OwnThread: Kind {}

/// A contract by which C may call on any thread, so that its closure is `Send`.
#[diagnostic::on_unimplemented(
    message = "the callback cannot be used on another thread, since its declaration does not say `Send`",
    note = "write `+ Send` in the declaration, or `+ Send + Sync` for a `Fn`, if any thread may call and drop the closure"
)]
pub trait AnyThread: Kind {}

/// A type whose values can be dropped by whoever may drop the closure of a contract.
#[diagnostic::on_unimplemented(
    message = "`unset` cannot stay on one thread, since the declaration says `Send`",
    note = "a registration of a `Send` callback can be dropped on any thread and runs `unset` there, so `unset` has to be `Send`"
)]
pub trait DroppedWith<K> {}

macro_rules! repeats {
    ($($kind:ident)*) => {$(
        impl Repeats for $kind {
            fn unstore<F>(stored: F) -> F {
                stored
            }
        }
    )*};
}

repeats! { FnMut FnMutSend Fn FnSendSync }
impl OwnThread for FnMut {}
impl OwnThread for Fn {}
impl Once for FnOnce {}
impl Once for FnOnceSend {}
impl AnyThread for FnMutSend {}
impl AnyThread for FnSendSync {}
impl AnyThread for FnOnceSend {}
impl<T> DroppedWith<FnMut> for T {}
impl<T> DroppedWith<Fn> for T {}
impl<T> DroppedWith<FnOnce> for T {}
impl<T: Send> DroppedWith<FnMutSend> for T {}
impl<T: Send> DroppedWith<FnSendSync> for T {}
impl<T: Send> DroppedWith<FnOnceSend> for T {}
