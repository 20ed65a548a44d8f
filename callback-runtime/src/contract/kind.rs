//! The six contracts that a declaration can name, by the traits in its closure type.
//!
//! | the item says | who may call | what a call gets |
//! |---|---|---|
//! | `dyn FnMut(..)` | the owner thread, not re-entrantly | `&mut F` |
//! | `dyn FnMut(..) + Send` | any thread, one at a time | `&mut F` |
//! | `dyn Fn(..)` | the owner thread | `&F` |
//! | `dyn Fn(..) + Send + Sync` | any threads, concurrently | `&F` |
//! | `dyn FnOnce(..)` | the owner thread, once | `F` |
//! | `dyn FnOnce(..) + Send` | any thread, once | `F` |

use core::cell::UnsafeCell;

use crate::contract::gate::Gate;
use crate::contract::kind_macros::{exclusive, exclusive_hold, kind, once, shared};
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
    /// On the owner alone. Calls on other threads are refused.
    OneThread,
}

/// One of the six contracts.
///
/// # Safety
///
/// - After `admit` has returned `true` and until `leave`, `access` is sound for that call, whatever other calls
///   do. The same holds after `Guard::enter` has found the context and `admit_guarded` has returned `true`,
///   until `leave_guarded`, after which the guard exits.
/// - If `THREAD_BOUND`, `admit` returns `true` only on the thread of the owner, and `Guard::enter` finds the
///   context only there.
pub unsafe trait Kind {
    /// How the closure is stored, so that a `FnOnce` can be taken out.
    type Stored<F>;
    /// The form in which an admitted call gets the closure.
    type Access<'a, F: 'a>;
    /// On which threads C may call.
    const AFFINITY: Affinity;
    /// Whether calls are refused on all threads but the owner.
    const THREAD_BOUND: bool = matches!(Self::AFFINITY, Affinity::OneThread);
    /// Whether any thread may call, one at a time. A call that holds its context may then get the hold only if no other
    /// call has one, and asks the gate after that.
    const EXCLUSIVE_HOLD: bool = false;
    /// The guard by which a call enters an entry to find its context.
    #[cfg(feature = "std")]
    type Guard: EntryGuard;

    /// Makes the stored form of a closure.
    fn store<F>(closure: F) -> Self::Stored<F>;

    /// Admits a call. Returns `false` if no call may enter now.
    fn admit(gate: &Gate) -> bool;

    /// Lets an admitted call leave the gate.
    ///
    /// # Safety
    ///
    /// - This call was admitted, and has not left.
    unsafe fn leave(gate: &Gate);

    /// Admits a call that holds its context while no other call does, for kinds with an `EXCLUSIVE_HOLD`. Such a call
    /// does not leave the gate.
    ///
    /// # Safety
    ///
    /// - No other call that asks the gate is inside until this one has left.
    unsafe fn admit_alone(gate: &Gate) -> bool {
        Self::admit(gate)
    }

    /// Admits a call that has entered an entry: the part of [`Kind::admit`] that the entry has not done.
    #[cfg(feature = "std")]
    fn admit_guarded(gate: &Gate) -> bool;

    /// Lets a call leave the gate that [`Kind::admit_guarded`] admitted.
    ///
    /// # Safety
    ///
    /// - As for [`Kind::leave`].
    #[cfg(feature = "std")]
    unsafe fn leave_guarded<V: EntryGuard>(guard: V);

    /// Gives an admitted call its closure.
    ///
    /// # Safety
    ///
    /// - This call was admitted, has not left, and calls this once.
    unsafe fn access<F>(closure: &UnsafeCell<Self::Stored<F>>) -> Self::Access<'_, F>;
}

// SAFETY of the kinds, by what `access` needs:
// - `FnMut` needs exclusion. Its gate admits a call only if none is running, and a gate with an owner does so
//   on that thread alone. In an entry, the guard `Alone` does both; `OfAny` does neither, so `admit_guarded`
//   asks the gate.
// - `Fn` needs no exclusion. Without an owner, calls may overlap, and the macro asks for `F: Sync`.
// - `FnOnce` needs to be admitted once, and its gate expires with the first call.
kind! {
    /// `dyn FnMut(..)`
    FnMut, affinity: OneThread,
    // SAFETY: the first condition proves that the context has an owner and this is its thread.
    admit(gate): gate.is_open_to_owner() && unsafe { gate.mark_running_as_owner() },
    // SAFETY: `admit` returned `true` to this call (the caller's promise), and so did `mark_running_as_owner`. A
    // call returns on its thread (C's promise).
    leave: unsafe { gate.leave_as_owner() },
    guard: Alone, admit: { let _ = gate; true }, leave(guard): { let _ = guard; },
    exclusive! {}
}
kind! {
    /// `dyn FnMut(..) + Send`
    FnMutSend, affinity: AnyThread,
    // SAFETY: a context of this kind has no owner.
    admit(gate): gate.is_open_to_any() && unsafe { gate.mark_running() },
    // SAFETY: the gate admitted this call, which has not left (the caller's promise).
    leave: unsafe { gate.leave() },
    // SAFETY: a context of this kind has no owner.
    guard: OfAny, admit: unsafe { gate.mark_running() },
    leave(guard): {
        // SAFETY: the call has not left, and exits the entry after that (the caller's promise).
        let context = unsafe { guard.context() };
        // SAFETY: the guard keeps the context alive, and a context begins with a gate.
        let gate = unsafe { prefix::<Gate>(context) };
        // SAFETY: `admit_guarded` returned `true` to this call, which has not left (the caller's promise).
        unsafe { gate.leave() };
    },
    exclusive! {}
    exclusive_hold! { gate => gate.is_open_to_any() }
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
    exclusive_hold! { gate => {
        // SAFETY: no other call asks the gate meanwhile (the caller's promise).
        unsafe { gate.admit_once_alone() }
    } }
}

/// A contract by which C may call more than once.
#[diagnostic::on_unimplemented(
    message = "a `FnOnce` callback cannot be registered, since C may call it more than once",
    note = "hand the closure over for one call with `once`, or declare the callback as `FnMut` or `Fn`"
)]
pub trait Repeats: Kind {
    /// Takes the closure out of its stored form.
    fn unstore<F>(stored: Self::Stored<F>) -> F;
}

/// A contract by which C calls once.
#[diagnostic::on_unimplemented(
    message = "a `FnMut` or `Fn` callback cannot have a completion, since C may call it more than once",
    note = "declare a closure as `FnOnce` if C calls it once, or hand the closure or the handler over with `register`"
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
    message = "`unset` and what it gets cannot stay on one thread, since the declaration says `Send`",
    note = "a registration of a `Send` callback can be dropped on any thread and runs `unset` there, so `unset` and what `set` returns have to be `Send`"
)]
pub trait DroppedWith<K> {}

macro_rules! repeats {
    ($($kind:ident)*) => {$(
        #[diagnostic::do_not_recommend]
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
#[diagnostic::do_not_recommend]
impl Once for FnOnce {}
#[diagnostic::do_not_recommend]
impl Once for FnOnceSend {}
#[diagnostic::do_not_recommend]
impl AnyThread for FnMutSend {}
#[diagnostic::do_not_recommend]
impl AnyThread for FnSendSync {}
#[diagnostic::do_not_recommend]
impl AnyThread for FnOnceSend {}
impl<T> DroppedWith<FnMut> for T {}
impl<T> DroppedWith<Fn> for T {}
impl<T> DroppedWith<FnOnce> for T {}
impl<T: Send> DroppedWith<FnMutSend> for T {}
impl<T: Send> DroppedWith<FnSendSync> for T {}
impl<T: Send> DroppedWith<FnOnceSend> for T {}
