//! Which arguments can be sent to another thread.

use crate::calls::accepts::Several;
use crate::calls::arguments::up_to_twelve;

/// A signature whose arguments can be sent to another thread.
#[diagnostic::on_unimplemented(
    message = "the arguments of this callback cannot be sent to another thread",
    label = "a parameter of the closure is borrowed, or is not `Send`, or a key names a parameter of C's call",
    note = "take owned types that are `Send`, such as a type of your own whose `FromC` copies what C passes",
    note = "a closure in `ok`, `err`, `continue` or `break` cannot name parameters of the prototype: C's call may be over when it runs"
)]
pub trait Sendable {}

// A handler cannot be dispatched, either. `OneFunction` says so, with another message.
#[diagnostic::do_not_recommend]
impl Sendable for Several {}

macro_rules! sendable {
    ($($parameter:ident)*) => {
        impl<R, $($parameter: Send + 'static),*> Sendable for fn($($parameter),*) -> R {}
    };
}

up_to_twelve! { sendable }
