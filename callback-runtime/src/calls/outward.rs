//! The result of a closure on its way out: a value for C, and perhaps a value that escapes past C.

use core::ops::ControlFlow;

use crate::calls::call::Escapes;
use crate::contract::callback::{Callback, Escape};
use crate::contract::convert::IntoC;

/// The keys of a declaration for a result of the type `R`.
pub trait Outward<C: Callback, R> {
    /// Returns what C gets, and lets the rest escape.
    fn return_to_c(self, result: R, escapes: Escapes<'_, C>) -> C::Return;
}

/// No keys and no conversion: C gets the result.
pub struct Whole;

impl<C: Callback> Outward<C, C::Return> for Whole {
    #[inline(always)]
    fn return_to_c(self, result: C::Return, _: Escapes<'_, C>) -> C::Return {
        result
    }
}

/// No keys: C gets what this function makes of the result.
impl<C: Callback, R, G: FnOnce(R) -> C::Return> Outward<C, R> for G {
    #[inline(always)]
    fn return_to_c(self, result: R, _: Escapes<'_, C>) -> C::Return {
        self(result)
    }
}

/// The keys `continue` and `break`.
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

/// The key `err` alone: C gets the converted `Ok`, or this.
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

/// The keys `ok` and `err`.
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
