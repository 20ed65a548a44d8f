//! Which arguments can be sent to another thread.

use crate::calls::arguments::up_to_twelve;

/// A signature whose arguments can be sent to another thread.
#[diagnostic::on_unimplemented(
    message = "the arguments of this callback cannot be sent to another thread",
    label = "takes something that is borrowed, or not `Send`",
    note = "each parameter of the closure has to be owned and `Send`: take a type that copies what C passes, by `FromC`"
)]
pub trait Sendable {}

macro_rules! sendable {
    ($($parameter:ident)*) => {
        impl<R, $($parameter: Send + 'static),*> Sendable for fn($($parameter),*) -> R {}
    };
}

up_to_twelve! { sendable }
