//! What a closure returned, on its way out: what C gets of it, and what goes past C.

use core::ops::ControlFlow;

use crate::calls::call::Escapes;
use crate::contract::callback::{Callback, Escape};
use crate::contract::convert::IntoC;

/// What the keys of a declaration say of a result of the type `R`.
pub trait Outward<C: Callback, R> {
    /// What C gets.
    fn return_to_c(self, result: R, escapes: Escapes<'_, C>) -> C::Return;
}

/// No keys, and nothing to convert: C gets the result.
pub struct Whole;

impl<C: Callback> Outward<C, C::Return> for Whole {
    #[inline(always)]
    fn return_to_c(self, result: C::Return, _: Escapes<'_, C>) -> C::Return {
        result
    }
}

/// No keys: C gets what this makes of the result.
impl<C: Callback, R, G: FnOnce(R) -> C::Return> Outward<C, R> for G {
    #[inline(always)]
    fn return_to_c(self, result: R, _: Escapes<'_, C>) -> C::Return {
        self(result)
    }
}

/// `continue` and `break`
pub struct Branches<T> {
    /// What C gets for `Continue(())`.
    pub go_on: T,
    /// What C gets for `Break(..)`.
    pub stop: T,
}

impl<C: Callback> Outward<C, ControlFlow<Escape<C>>> for Branches<C::Return> {
    #[inline(always)]
    fn return_to_c(self, result: ControlFlow<Escape<C>>, escapes: Escapes<'_, C>) -> C::Return {
        match result {
            ControlFlow::Continue(()) => self.go_on,
            ControlFlow::Break(value) => {
                escapes.put(value);
                self.stop
            }
        }
    }
}

/// `err` alone: C gets what the closure made, or this.
pub struct OrElse<T> {
    /// What C gets for `Err(..)`.
    pub err: T,
}

impl<C: Callback, T: IntoC<C::Return>> Outward<C, Result<T, Escape<C>>> for OrElse<C::Return> {
    #[inline(always)]
    fn return_to_c(self, result: Result<T, Escape<C>>, escapes: Escapes<'_, C>) -> C::Return {
        match result {
            Ok(value) => value.into_c(),
            Err(error) => {
                escapes.put(error);
                self.err
            }
        }
    }
}

/// `ok` and `err`
pub struct Either<T> {
    /// What C gets for `Ok(..)`.
    pub ok: T,
    /// What C gets for `Err(..)`.
    pub err: T,
}

impl<C: Callback, T> Outward<C, Result<T, Escape<C>>> for Either<C::Return> {
    #[inline(always)]
    fn return_to_c(self, result: Result<T, Escape<C>>, escapes: Escapes<'_, C>) -> C::Return {
        match result {
            Ok(_) => self.ok,
            Err(error) => {
                escapes.put(error);
                self.err
            }
        }
    }
}
