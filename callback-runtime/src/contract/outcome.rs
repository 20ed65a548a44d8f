//! How a closure's result is split into a value for C and a value that escapes past C.

use core::convert::Infallible;
use core::ops::ControlFlow;

/// The shape of a closure's result.
#[diagnostic::on_unimplemented(
    message = "a callback cannot return `{Self}` with these keys",
    label = "neither `ControlFlow<B>` nor `Result<T, E>`",
    note = "`continue =` and `break =` can only be used with `ControlFlow<B>`, `ok =` and `err =` only with `Result<T, E>`"
)]
pub trait Outcome: Sized {
    /// The type of the value that C gets, or that is converted for C.
    type Value;
    /// The type of the value that escapes past C, to the caller of `scope`.
    type Escape;
    /// What `scope` returns if the foreign call returned `R`.
    type Scoped<R>;
    /// Combines what the foreign call returned with what escaped.
    fn scoped<R>(returned: R, escaped: Option<Self::Escape>) -> Self::Scoped<R>;
    /// Maps what the foreign call returned.
    fn map<R, T>(scoped: Self::Scoped<R>, map: impl FnOnce(R) -> T) -> Self::Scoped<T>;
    /// Returns the error that the foreign call returned, unless something has escaped.
    #[expect(clippy::missing_errors_doc, reason = "the error is the caller's")]
    fn transpose<R, E>(scoped: Self::Scoped<Result<R, E>>) -> Result<Self::Scoped<R>, E>;
    /// Returns the value, or breaks with what escapes.
    fn branch(self) -> ControlFlow<Self::Escape, Self::Value>;
}

/// A result of a method that lets the same type escape as the result `First` of another method of its trait.
#[diagnostic::on_unimplemented(
    message = "what escapes from the methods of a trait has one type, which `{Self}` and `{First}` do not share",
    label = "another method returns `{First}`",
    note = "return a result with the same error in each method, or a value for C: `scope` returns the first that escapes, from whichever method"
)]
pub trait EscapesAs<First>: Sized {
    /// The result's own type. The compiler reports nothing about uses of a type that it has not found.
    type Same;
    /// Returns the result.
    fn same(self) -> Self::Same;
}

// Not one for all `R: Outcome`: the compiler would take `Same` from that, whether or not it applies.
#[diagnostic::do_not_recommend]
impl<T, U, E> EscapesAs<Result<U, E>> for Result<T, E> {
    type Same = Self;

    #[inline(always)]
    fn same(self) -> Self {
        self
    }
}

#[diagnostic::do_not_recommend]
impl<B, T, U> EscapesAs<ControlFlow<B, U>> for ControlFlow<B, T> {
    type Same = Self;

    #[inline(always)]
    fn same(self) -> Self {
        self
    }
}

/// The outcome of a closure whose whole result goes to C.
pub enum Plain {}

impl Outcome for Plain {
    type Value = Infallible;
    type Escape = Infallible;
    type Scoped<R> = R;

    #[inline(always)]
    fn scoped<R>(returned: R, _: Option<Infallible>) -> R {
        returned
    }

    #[inline(always)]
    fn map<R, T>(returned: R, map: impl FnOnce(R) -> T) -> T {
        map(returned)
    }

    #[inline(always)]
    fn transpose<R, E>(returned: Result<R, E>) -> Result<R, E> {
        returned
    }

    fn branch(self) -> ControlFlow<Infallible, Infallible> {
        match self {}
    }
}

impl<B> Outcome for ControlFlow<B> {
    type Value = ();
    type Escape = B;
    type Scoped<R> = ControlFlow<B, R>;

    #[inline]
    fn scoped<R>(returned: R, escaped: Option<B>) -> ControlFlow<B, R> {
        match escaped {
            None => ControlFlow::Continue(returned),
            Some(value) => ControlFlow::Break(value),
        }
    }

    #[inline(always)]
    fn map<R, T>(scoped: ControlFlow<B, R>, map: impl FnOnce(R) -> T) -> ControlFlow<B, T> {
        scoped.map_continue(map)
    }

    #[inline(always)]
    fn transpose<R, E>(scoped: ControlFlow<B, Result<R, E>>) -> Result<ControlFlow<B, R>, E> {
        match scoped {
            ControlFlow::Continue(returned) => returned.map(ControlFlow::Continue),
            ControlFlow::Break(value) => Ok(ControlFlow::Break(value)),
        }
    }

    #[inline(always)]
    fn branch(self) -> Self {
        self
    }
}

impl<T, E> Outcome for Result<T, E> {
    type Value = T;
    type Escape = E;
    type Scoped<R> = Result<R, E>;

    #[inline]
    fn scoped<R>(returned: R, escaped: Option<E>) -> Result<R, E> {
        match escaped {
            None => Ok(returned),
            Some(error) => Err(error),
        }
    }

    #[inline(always)]
    fn map<R, U>(scoped: Result<R, E>, map: impl FnOnce(R) -> U) -> Result<U, E> {
        scoped.map(map)
    }

    #[inline(always)]
    fn transpose<R, X>(scoped: Result<Result<R, X>, E>) -> Result<Result<R, E>, X> {
        match scoped {
            Ok(returned) => returned.map(Ok),
            Err(error) => Ok(Err(error)),
        }
    }

    #[inline(always)]
    fn branch(self) -> ControlFlow<E, T> {
        match self {
            Ok(value) => ControlFlow::Continue(value),
            Err(error) => ControlFlow::Break(error),
        }
    }
}
