//! How a closure's result is split: what C gets, and what goes past C to the caller of `scope`.

use core::convert::Infallible;
use core::ops::ControlFlow;

/// The shape of a closure's result.
#[diagnostic::on_unimplemented(
    message = "a callback cannot return `{Self}` with these keys",
    label = "neither `ControlFlow<B>` nor `Result<T, E>`",
    note = "`continue =` and `break =` go with `ControlFlow<B>`, `ok =` and `err =` with `Result<T, E>`"
)]
pub trait Outcome {
    /// What goes past C.
    type Escape;
    /// What `scope` returns where the foreign call returned `R`.
    type Scoped<R>;
    /// Puts the two together.
    fn scoped<R>(returned: R, escaped: Option<Self::Escape>) -> Self::Scoped<R>;
}

/// A result that goes to C as a whole.
pub enum Plain {}

impl Outcome for Plain {
    type Escape = Infallible;
    type Scoped<R> = R;

    #[inline(always)]
    fn scoped<R>(returned: R, _: Option<Infallible>) -> R {
        returned
    }
}

impl<B> Outcome for ControlFlow<B> {
    type Escape = B;
    type Scoped<R> = ControlFlow<B, R>;

    #[inline]
    fn scoped<R>(returned: R, escaped: Option<B>) -> ControlFlow<B, R> {
        match escaped {
            None => ControlFlow::Continue(returned),
            Some(value) => ControlFlow::Break(value),
        }
    }
}

impl<T, E> Outcome for Result<T, E> {
    type Escape = E;
    type Scoped<R> = Result<R, E>;

    #[inline]
    fn scoped<R>(returned: R, escaped: Option<E>) -> Result<R, E> {
        match escaped {
            None => Ok(returned),
            Some(error) => Err(error),
        }
    }
}
