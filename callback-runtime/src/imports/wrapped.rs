//! The traits by which a wrapper of `#[import]` takes closures and hands them over.

use crate::calls::accepts::Accepts;
use crate::contexts::context::Context;
#[cfg(feature = "alloc")]
use crate::contract::callback::RawDestroy;
use crate::contract::callback::{Callback, RawContext, RawFn, Scoped};
#[cfg(feature = "std")]
use crate::contract::kind::{DroppedWith, Repeats};
use crate::contract::outcome::Outcome;
#[cfg(feature = "std")]
use crate::imports::parameter::NoUserData;
#[cfg(feature = "std")]
use crate::registered::registration::Registration;
#[cfg(feature = "std")]
use crate::slots::declaration::AcceptsInSlot;
#[cfg(feature = "std")]
use crate::slots::slot::Slot;
#[cfg(feature = "std")]
use crate::slots::slot_context::SlotContext;

/// A declaration for which a function of [`import`](macro@crate::import) takes closures of the type `F`, during one
/// call.
///
/// The trait is a bound of such functions, where it lets the compiler infer the types of a closure's
/// parameters. Every declaration implements it for the closures that it [accepts](Accepts).
///
/// # Safety
///
/// Only this crate implements the trait. Each method hands a context for the closure over as the method of
/// the same name of [`Context`] does.
#[diagnostic::on_unimplemented(
    message = "the callback `{Self}` cannot take `{F}`",
    label = "not a closure for this callback",
    note = "the closure needs the signature that the declaration names, and its bounds `Send` and `Sync`, if any"
)]
pub unsafe trait Imports<F> {
    /// [`Context::scope`](crate::Context::scope)
    #[doc(hidden)]
    #[track_caller]
    fn scope<R>(
        closure: F,
        call: impl FnOnce(RawFn<Self>, RawContext<Self>) -> R,
    ) -> Scoped<Self, R>
    where
        Self: Callback;
}

// SAFETY: the function pointer and the user data are those of a context for the closure, handed over by the method
// of the same name.
#[diagnostic::do_not_recommend]
unsafe impl<C: Accepts<F, Base = ()>, F> Imports<F> for C {
    #[inline(always)]
    #[track_caller]
    fn scope<R>(closure: F, call: impl FnOnce(RawFn<C>, RawContext<C>) -> R) -> Scoped<C, R> {
        Context::<C, F>::new((), closure).scope(call)
    }
}

/// A declaration for which a function of [`import`](macro@crate::import) takes closures of the type `F`, which C keeps.
///
/// It corresponds to [`Imports`], for closures that outlive the call and so borrow nothing.
///
/// # Safety
///
/// As that of [`Imports`].
#[cfg(feature = "alloc")]
#[diagnostic::on_unimplemented(
    message = "the callback `{Self}` cannot take `{F}`",
    label = "not a closure for this callback",
    note = "the closure needs the signature that the declaration names, and its bounds `Send` and `Sync`, if any"
)]
pub unsafe trait ImportsStatic<F> {
    /// [`Context::once`](crate::Context::once)
    #[doc(hidden)]
    fn once<T, E>(
        closure: F,
        hand_over: impl FnOnce(RawFn<Self>, RawContext<Self>) -> Result<T, E>,
    ) -> Result<T, E>
    where
        Self: Callback;

    /// [`Context::notified`](crate::Context::notified)
    #[doc(hidden)]
    fn notified<T, E>(
        closure: F,
        hand_over: impl FnOnce(RawFn<Self>, RawContext<Self>, RawDestroy<Self>) -> Result<T, E>,
    ) -> Result<T, E>
    where
        Self: Callback;

    /// [`Context::register`](crate::Context::register). `set` returns two values: one for `unset`, and one
    /// that is returned with the registration.
    #[cfg(feature = "std")]
    #[doc(hidden)]
    fn register<'a, T, U, E>(
        closure: F,
        set: impl FnOnce(RawFn<Self>, RawContext<Self>) -> Result<(T, U), E>,
        unset: impl FnOnce(RawFn<Self>, RawContext<Self>, T) -> Result<(), E>
        + DroppedWith<Self::Kind>
        + 'a,
    ) -> Result<(U, Registration<'a, Self, E>), E>
    where
        Self: Callback<Kind: Repeats> + Sized + 'static,
        T: DroppedWith<Self::Kind> + 'a;

    /// [`Context::forever`](crate::Context::forever)
    #[doc(hidden)]
    fn forever(closure: F) -> (RawFn<Self>, RawContext<Self>)
    where
        Self: Callback;
}

#[cfg(feature = "alloc")]
// SAFETY: the function pointer and the user data are those of a context for the closure, handed over by the method
// of the same name.
#[diagnostic::do_not_recommend]
unsafe impl<C: Accepts<F, Base = ()> + 'static, F: 'static> ImportsStatic<F> for C {
    #[inline]
    fn once<T, E>(
        closure: F,
        hand_over: impl FnOnce(RawFn<C>, RawContext<C>) -> Result<T, E>,
    ) -> Result<T, E> {
        Context::<C, F>::new((), closure).once(hand_over)
    }

    #[inline]
    fn notified<T, E>(
        closure: F,
        hand_over: impl FnOnce(RawFn<C>, RawContext<C>, RawDestroy<C>) -> Result<T, E>,
    ) -> Result<T, E> {
        Context::<C, F>::new((), closure).notified(hand_over)
    }

    #[cfg(feature = "std")]
    #[inline]
    fn register<'a, T, U, E>(
        closure: F,
        set: impl FnOnce(RawFn<C>, RawContext<C>) -> Result<(T, U), E>,
        unset: impl FnOnce(RawFn<C>, RawContext<C>, T) -> Result<(), E> + DroppedWith<C::Kind> + 'a,
    ) -> Result<(U, Registration<'a, C, E>), E>
    where
        C::Kind: Repeats,
        T: DroppedWith<C::Kind> + 'a,
    {
        let mut others = None;
        let set = |function, context| {
            let (result, returned) = set(function, context)?;
            others = Some(returned);
            Ok(result)
        };
        let registration = Context::<C, F>::new((), closure).register(set, unset)?;
        Ok((others.expect("C was called, and has not refused"), registration))
    }

    #[inline]
    fn forever(closure: F) -> (RawFn<C>, RawContext<C>) {
        Context::<C, F>::new((), closure).forever()
    }
}

/// A declaration without user data for which a function of [`import`](macro@crate::import) takes closures of the type
/// `F`, during one call.
///
/// # Safety
///
/// As that of [`Imports`], for a [`SlotContext`].
#[cfg(feature = "std")]
#[diagnostic::on_unimplemented(
    message = "the callback `{Self}` cannot take `{F}`",
    label = "not a closure for this callback",
    note = "the closure needs the signature that the declaration names, and its bounds `Send` and `Sync`, if any"
)]
pub unsafe trait ImportsInSlot<F> {
    /// [`SlotContext::scope`](crate::SlotContext::scope)
    #[doc(hidden)]
    #[track_caller]
    fn scope<R>(closure: F, call: impl FnOnce(RawFn<Self>) -> R) -> Scoped<Self, R>
    where
        Self: NoUserData;
}

#[cfg(feature = "std")]
// SAFETY: the function pointer and the user data are those of a context for the closure, handed over by the method
// of the same name.
#[diagnostic::do_not_recommend]
unsafe impl<C: AcceptsInSlot<F>, F> ImportsInSlot<F> for C {
    #[inline(always)]
    #[track_caller]
    fn scope<R>(closure: F, call: impl FnOnce(RawFn<C>) -> R) -> Scoped<C, R> {
        SlotContext::<C, F>::new(closure).scope(call)
    }
}

/// A declaration without user data for which a function of [`import`](macro@crate::import) takes closures of the type
/// `F`, which C keeps.
///
/// # Safety
///
/// As that of [`Imports`], for a [`SlotContext`].
#[cfg(feature = "std")]
#[diagnostic::on_unimplemented(
    message = "the callback `{Self}` cannot take `{F}`",
    label = "not a closure for this callback",
    note = "the closure needs the signature that the declaration names, and its bounds `Send` and `Sync`, if any"
)]
pub unsafe trait ImportsStaticInSlot<F> {
    /// [`SlotContext::slot`](crate::SlotContext::slot)
    ///
    /// # Panics
    ///
    /// Panics if all slots are in use.
    #[doc(hidden)]
    #[track_caller]
    fn slot(closure: F) -> Slot<Self>
    where
        Self: NoUserData + Sized + 'static;
}

#[cfg(feature = "std")]
// SAFETY: the function pointer and the user data are those of a context for the closure, handed over by the method
// of the same name.
#[diagnostic::do_not_recommend]
unsafe impl<C: AcceptsInSlot<F> + 'static, F: 'static> ImportsStaticInSlot<F> for C {
    #[inline]
    #[track_caller]
    fn slot(closure: F) -> Slot<C> {
        match SlotContext::<C, F>::new(closure).slot() {
            Ok(slot) => slot,
            Err(exhausted) => panic!("{exhausted}"),
        }
    }
}

/// Maps the value that C returned, inside the result of a scope for a `C`.
#[inline(always)]
pub fn map<C: Callback, R, T>(scoped: Scoped<C, R>, map: impl FnOnce(R) -> T) -> Scoped<C, T> {
    C::Outcome::map(scoped, map)
}

/// Moves C's error out of the result of a scope for a `C`, unless a value has escaped from the scope.
///
/// # Errors
///
/// Returns C's error.
#[inline(always)]
pub fn transpose<C: Callback, R, E>(scoped: Scoped<C, Result<R, E>>) -> Result<Scoped<C, R>, E> {
    C::Outcome::transpose(scoped)
}
