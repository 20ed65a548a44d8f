//! The methods of a context with user data on one without, and the reverse. None can be called. They are there for
//! the message that the compiler gives.

use core::pin::Pin;

use crate::contexts::context::Context;
use crate::contract::callback::Callback;
use crate::slots::declaration::Slots;
use crate::slots::slot::Slot;
use crate::slots::slot_context::SlotContext;

/// A declaration whose methods hand over user data. No type implements this trait, and [`SlotContext`] has those
/// methods for no other declaration.
#[diagnostic::on_unimplemented(
    message = "this method hands over user data, and C passes none to the callback `{Self}`",
    label = "the declaration says `context = none`",
    note = "if C calls during one call only, use `scope`; if C keeps the function, use `slot`",
    note = "if C has user data, name its parameter `context` in the prototype, and remove `context = none`"
)]
pub trait HandsOverUserData {}

// Most results are of a type that the compiler infers, so that it reports nothing about their use. Not those of
// `register` and `try_register`, whose one generic argument is often written.
#[expect(clippy::must_use_candidate, reason = "an attribute more in a message")]
impl<C: Slots, F> SlotContext<C, F> {
    #[doc(hidden)]
    pub fn bind<R>(self: Pin<&mut Self>) -> R
    where
        C: HandsOverUserData,
    {
        unreachable!("no type is `HandsOverUserData` here")
    }

    #[doc(hidden)]
    pub fn completion<R>(self) -> R
    where
        C: HandsOverUserData,
    {
        unreachable!("no type is `HandsOverUserData` here")
    }

    #[doc(hidden)]
    pub fn dispatch<R>(self, _: impl Sized) -> R
    where
        C: HandsOverUserData,
    {
        unreachable!("no type is `HandsOverUserData` here")
    }

    #[doc(hidden)]
    pub fn forever<R>(self) -> R
    where
        C: HandsOverUserData,
    {
        unreachable!("no type is `HandsOverUserData` here")
    }

    #[doc(hidden)]
    pub fn notified<R>(self, _: impl Sized) -> R
    where
        C: HandsOverUserData,
    {
        unreachable!("no type is `HandsOverUserData` here")
    }

    #[doc(hidden)]
    pub fn once<R>(self, _: impl Sized) -> R
    where
        C: HandsOverUserData,
    {
        unreachable!("no type is `HandsOverUserData` here")
    }

    #[doc(hidden)]
    pub fn owned<R>(self) -> R
    where
        C: HandsOverUserData,
    {
        unreachable!("no type is `HandsOverUserData` here")
    }

    #[doc(hidden)]
    pub fn register<T, E>(self, _: impl Sized, _: impl Sized) -> Result<Slot<C>, E>
    where
        C: HandsOverUserData,
    {
        unreachable!("no type is `HandsOverUserData` here")
    }

    #[doc(hidden)]
    pub fn try_register<T, E>(self, _: impl Sized, _: impl Sized) -> Result<Slot<C>, E>
    where
        C: HandsOverUserData,
    {
        unreachable!("no type is `HandsOverUserData` here")
    }
}

impl<C: Callback, F> Context<C, F> {
    #[doc(hidden)]
    pub fn slot<R>(self) -> R
    where
        C: Slots,
    {
        unreachable!("no type is `Slots` here")
    }

    #[doc(hidden)]
    pub fn try_scope<R>(self, _: impl Sized) -> R
    where
        C: Slots,
    {
        unreachable!("no type is `Slots` here")
    }
}
