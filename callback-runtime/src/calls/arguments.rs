//! The arguments of a call: converted, then passed to the closure all at once.
//!
//! A trampoline that converts nothing makes a list of what C passed, and generic code does the rest. It needs no
//! closures of its own, whose cost a crate with many declarations would feel.

use crate::contract::kind::{self, Kind};

/// The arguments that C passed, for the parameters of the closure.
///
/// [`Invoke`] takes them as a list: `(first, (second, ()))`.
pub trait Arguments {
    /// The arguments that the closure takes, as one value.
    type Converted;

    /// Converts all arguments. Returns `None` if one is not valid for its type.
    fn convert(self) -> Option<Self::Converted>;
}

/// Arguments that the closure takes as C passes them.
pub struct Untouched<A>(pub A);

impl<A> Arguments for Untouched<A> {
    type Converted = A;

    #[inline(always)]
    fn convert(self) -> Option<A> {
        Some(self.0)
    }
}

impl<A, G: FnOnce() -> Option<A>> Arguments for G {
    type Converted = A;

    #[inline(always)]
    fn convert(self) -> Option<A> {
        self()
    }
}

/// A closure, or a reference to one, that takes a list of at most twelve arguments. For more there is
/// `run_with`, because each further implementation costs compile time in every crate that depends on this one.
pub trait Invoke<A, R> {
    /// Calls the closure.
    fn invoke(self, arguments: A) -> R;
}

/// Implements `Invoke` for closures with these parameters.
macro_rules! invoke {
    ($($name:ident)*) => {
        impl<G: FnOnce($($name),*) -> R, R, $($name),*> Invoke<list!($($name)*), R> for G {
            #[inline(always)]
            #[allow(non_snake_case, reason = "one name a parameter")]
            fn invoke(self, list!($($name)*): list!($($name)*)) -> R {
                self($($name),*)
            }
        }
    };
}

/// A list, as a type and as a pattern.
macro_rules! list {
    () => { () };
    ($first:ident $($others:ident)*) => { ($first, list!($($others)*)) };
}

/// Calls a macro with no name, with one, and so on up to twelve.
macro_rules! up_to_twelve {
    ($each:ident) => {
        $each! {}
        $each! { A }
        $each! { A B }
        $each! { A B C }
        $each! { A B C D }
        $each! { A B C D E }
        $each! { A B C D E F }
        $each! { A B C D E F H }
        $each! { A B C D E F H I }
        $each! { A B C D E F H I J }
        $each! { A B C D E F H I J K }
        $each! { A B C D E F H I J K L }
        $each! { A B C D E F H I J K L M }
    };
}
#[cfg(feature = "std")]
pub(crate) use up_to_twelve;

up_to_twelve! { invoke }

/// A kind that can invoke an `F` with the arguments `A`.
pub trait Invokes<F, A, R>: Kind {
    /// Invokes the closure, in the form that an admitted call got.
    fn invoke<'a>(closure: Self::Access<'a, F>, arguments: A) -> R
    where
        F: 'a;
}

macro_rules! invokes {
    ($($kind:ident: $access:ty;)*) => {$(
        impl<F, A, R> Invokes<F, A, R> for kind::$kind
        where
            for<'a> $access: Invoke<A, R>,
        {
            #[inline(always)]
            fn invoke<'a>(closure: Self::Access<'a, F>, arguments: A) -> R
            where
                F: 'a,
            {
                closure.invoke(arguments)
            }
        }
    )*};
}

invokes! {
    FnMut: &'a mut F;
    FnMutSend: &'a mut F;
    Fn: &'a F;
    FnSendSync: &'a F;
    FnOnce: F;
    FnOnceSend: F;
}
