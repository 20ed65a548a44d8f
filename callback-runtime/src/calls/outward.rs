//! The result of a closure on its way out: a value for C, and perhaps a value that escapes past C.

use core::mem;
use core::ops::ControlFlow;

use crate::contract::outcome::Outcome;

/// How a result of the type `R` becomes the `T` that C gets, in a callback that lets an `X` escape past C.
pub trait Outward<T, R, X> {
    /// Whether it captures arguments of the C call, and so must not outlive the call.
    const CAPTURES: bool = false;

    /// Returns what C gets, and passes what escapes to `keep`.
    fn return_to_c(self, result: R, keep: impl FnOnce(X)) -> T;
}

/// No keys and no conversion: C gets the result.
pub struct Whole;

impl<T, X> Outward<T, T, X> for Whole {
    #[inline(always)]
    fn return_to_c(self, result: T, _: impl FnOnce(X)) -> T {
        result
    }
}

/// No keys: C gets what this function makes of the result.
impl<T, R, X, G: FnOnce(R) -> T> Outward<T, R, X> for G {
    #[inline(always)]
    fn return_to_c(self, result: R, _: impl FnOnce(X)) -> T {
        self(result)
    }
}

/// The keys for a `ControlFlow` or a `Result`.
pub struct Keys<V, S> {
    /// The key `continue` or `ok`: what C gets for the value.
    pub value: V,
    /// The key `break` or `err`: what C gets where something escapes.
    pub escape: S,
}

impl<T, R: Outcome, V, S> Outward<T, R, R::Escape> for Keys<V, S>
where
    V: Key<R::Value, T> + Captures,
    S: for<'a> Key<&'a R::Escape, T> + Captures,
{
    const CAPTURES: bool = V::CAPTURES || S::CAPTURES;

    #[inline(always)]
    fn return_to_c(self, result: R, keep: impl FnOnce(R::Escape)) -> T {
        // C gets one of two constants. The other is not dropped, as a fallback that C does not get.
        match result.branch() {
            ControlFlow::Continue(value) => {
                mem::forget(self.escape);
                self.value.to_c(value)
            }
            ControlFlow::Break(escape) => {
                mem::forget(self.value);
                let value = self.escape.to_c(&escape);
                keep(escape);
                value
            }
        }
    }
}

/// The value of a key: what C gets for an `A`.
pub trait Key<A, T> {
    /// Returns what C gets.
    fn to_c(self, argument: A) -> T;
}

/// A constant.
pub struct Constant<T>(pub T);

impl<A, T> Key<A, T> for Constant<T> {
    #[inline(always)]
    fn to_c(self, _: A) -> T {
        self.0
    }
}

/// A closure, which may name C's parameters.
pub struct Mapping<G>(pub G);

impl<A, T, G: FnOnce(A) -> T> Key<A, T> for Mapping<G> {
    #[inline(always)]
    fn to_c(self, argument: A) -> T {
        (self.0)(argument)
    }
}

/// Makes a key of a closure that takes the value of an `R`. The closure's type is inferred from this signature. The
/// result does not name it, so that an error in the closure is one.
#[inline(always)]
pub fn of_value<R: Outcome, T, G>(closure: G) -> Mapping<impl FnOnce(R::Value) -> T>
where
    G: FnOnce(R::Value) -> T,
{
    Mapping(closure)
}

/// As [`of_value`], for a closure that sees what escapes of an `R`.
#[inline(always)]
pub fn of_escape<R: Outcome, T, G>(closure: G) -> Mapping<impl FnOnce(&R::Escape) -> T>
where
    G: FnOnce(&R::Escape) -> T,
{
    Mapping(closure)
}

/// Whether the value of a key captures arguments of the C call.
pub trait Captures {
    /// Whether it has captured anything.
    const CAPTURES: bool = false;
}

impl<T> Captures for Constant<T> {}
impl<G> Captures for Mapping<G> {
    // A closure that has captured nothing takes no space.
    const CAPTURES: bool = size_of::<G>() > 0;
}
