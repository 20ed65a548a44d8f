//! The methods of other contexts on that of a trait with a `self` method. None can be called. They are there for the
//! message that the compiler gives.

use core::pin::Pin;

use crate::contexts::context::{Consumed, Context};
use crate::contract::callback::Callback;

/// A declaration without a method that consumes the handler. No type implements this trait, and contexts whose
/// handler is [`Consumed`] have these methods for no other declaration.
#[diagnostic::on_unimplemented(
    message = "a handler of `{Self}` can be handed over by `notified` only",
    label = "a method of the trait takes `self`, and C decides when it runs",
    note = "a method with `self` is C's destroy function: write `notified(|functions, user| ..)`",
    note = "if C has no destroy function, take `&mut self` in each method"
)]
pub trait WithoutSelfMethod {}

// The results are of a type that the compiler infers, so that it reports nothing about their use.
#[expect(clippy::must_use_candidate, reason = "an attribute more in a message")]
impl<C: Callback + ?Sized, F> Context<C, F, Consumed> {
    #[doc(hidden)]
    pub fn bind<R>(self: Pin<&mut Self>) -> R
    where
        C: WithoutSelfMethod,
    {
        unreachable!("no type is `WithoutSelfMethod` here")
    }

    #[doc(hidden)]
    pub fn completion<R>(self) -> R
    where
        C: WithoutSelfMethod,
    {
        unreachable!("no type is `WithoutSelfMethod` here")
    }

    #[doc(hidden)]
    pub fn dispatch<R>(self, _: impl Sized) -> R
    where
        C: WithoutSelfMethod,
    {
        unreachable!("no type is `WithoutSelfMethod` here")
    }

    #[doc(hidden)]
    pub fn forever<R>(self) -> R
    where
        C: WithoutSelfMethod,
    {
        unreachable!("no type is `WithoutSelfMethod` here")
    }

    #[doc(hidden)]
    pub fn once<R>(self, _: impl Sized) -> R
    where
        C: WithoutSelfMethod,
    {
        unreachable!("no type is `WithoutSelfMethod` here")
    }

    #[doc(hidden)]
    pub fn owned<R>(self) -> R
    where
        C: WithoutSelfMethod,
    {
        unreachable!("no type is `WithoutSelfMethod` here")
    }

    #[doc(hidden)]
    pub fn register<T, E>(self, _: impl Sized, _: impl Sized) -> Result<T, E>
    where
        C: WithoutSelfMethod,
    {
        unreachable!("no type is `WithoutSelfMethod` here")
    }

    #[doc(hidden)]
    pub fn scope<R>(self, _: impl Sized) -> R
    where
        C: WithoutSelfMethod,
    {
        unreachable!("no type is `WithoutSelfMethod` here")
    }

    #[doc(hidden)]
    pub fn try_register<T, E>(self, _: impl Sized, _: impl Sized) -> Result<T, E>
    where
        C: WithoutSelfMethod,
    {
        unreachable!("no type is `WithoutSelfMethod` here")
    }
}
