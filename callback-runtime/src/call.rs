//! A call that was admitted: the closure for it, and the way past C for what it returns.

use core::cell::UnsafeCell;
use core::ops::ControlFlow;

use crate::callback::{Callback, Escape};
use crate::convert::IntoC;
use crate::first::First;
use crate::kind::Kind;

/// A call that was admitted.
pub struct Call<'a, C: Callback, F> {
    pub(crate) closure: &'a UnsafeCell<<C::Kind as Kind>::Stored<F>>,
    pub(crate) escape: &'a First<Escape<C>>,
}

impl<'a, C: Callback, F> Call<'a, C, F> {
    /// The closure, to be entered now, and the way past C.
    #[inline(always)]
    #[must_use]
    pub fn open(self) -> (<C::Kind as Kind>::Access<'a, F>, Escapes<'a, C>) {
        // SAFETY: the call was admitted, has not left, and is used up here.
        (unsafe { C::Kind::access::<F>(self.closure) }, Escapes(self.escape))
    }
}

/// The way past C, for the value of one call.
pub struct Escapes<'a, C: Callback>(&'a First<Escape<C>>);

impl<C: Callback> Escapes<'_, C> {
    /// C gets the closure's result.
    #[inline(always)]
    pub fn plain<R: IntoC<C::Return>>(self, result: R) -> C::Return {
        result.into_c()
    }

    /// C gets `go_on` or `stop`.
    #[inline(always)]
    pub fn control_flow(
        self,
        result: ControlFlow<Escape<C>>,
        go_on: C::Return,
        stop: C::Return,
    ) -> C::Return {
        match result {
            ControlFlow::Continue(()) => go_on,
            ControlFlow::Break(value) => {
                self.put(value);
                stop
            }
        }
    }

    /// C gets what the closure made, or `err`.
    #[inline(always)]
    pub fn result<T: IntoC<C::Return>>(
        self,
        result: Result<T, Escape<C>>,
        err: C::Return,
    ) -> C::Return {
        match result {
            Ok(value) => value.into_c(),
            Err(error) => {
                self.put(error);
                err
            }
        }
    }

    /// C gets `ok` or `err`.
    #[inline(always)]
    pub fn unit_result<T>(
        self,
        result: Result<T, Escape<C>>,
        ok: C::Return,
        err: C::Return,
    ) -> C::Return {
        match result {
            Ok(_) => ok,
            Err(error) => {
                self.put(error);
                err
            }
        }
    }

    /// Keeps the first; a later one is dropped, in the call that it came from.
    #[cold]
    fn put(self, value: Escape<C>) {
        drop(self.0.put(value));
    }
}
