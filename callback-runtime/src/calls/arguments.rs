//! What C passes, on its way into the closure: converted, then passed on all together.
//!
//! A trampoline that converts nothing has no closures of its own, which a crate with many declarations
//! would pay for: it makes a list of what C passed, and all that is done with it is generic code.

use crate::contract::kind::{self, Kind};

/// What C passed, for the parameters of the closure.
///
/// What [`Invoke`] can take is a list, `(first, (second, ()))`.
pub trait Arguments {
    /// What the closure takes, all in one.
    type Converted;

    /// Converts each; `None` if one is not what its type can hold.
    fn convert(self) -> Option<Self::Converted>;
}

/// What the closure takes as C passes it.
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

/// A closure, or a reference to one, that takes a list of no more than twelve arguments. For more
/// there is `run_with`: each number costs every crate that depends on this one.
pub trait Invoke<A, R> {
    /// Calls it.
    fn invoke(self, arguments: A) -> R;
}

/// From all names to none, one at a time.
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

/// As a type, and as a pattern.
macro_rules! list {
    () => { () };
    ($first:ident $($others:ident)*) => { ($first, list!($($others)*)) };
}

/// Calls a macro with no names, with one, and so on up to twelve.
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

/// A contract whose calls can enter an `F` with the arguments `A`.
pub trait Invokes<F, A, R>: Kind {
    /// Invokes the closure that an admitted call got.
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
