//! Which arguments can be sent to another thread.

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

sendable! {}
sendable! { A }
sendable! { A B }
sendable! { A B D }
sendable! { A B D E }
sendable! { A B D E G }
sendable! { A B D E G H }
sendable! { A B D E G H I }
sendable! { A B D E G H I J }
sendable! { A B D E G H I J K }
sendable! { A B D E G H I J K L }
sendable! { A B D E G H I J K L M }
sendable! { A B D E G H I J K L M N }
