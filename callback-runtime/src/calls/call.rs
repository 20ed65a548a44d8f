//! A call that was admitted: the closure for it, and the way past C for what it returns.

use core::cell::UnsafeCell;
use core::mem::{ManuallyDrop, needs_drop};

use crate::contexts::set_once::SetOnce;
use crate::contract::callback::{Callback, Escape};
use crate::contract::kind::Kind;
use crate::faults::unwind;

/// What a call uses up, if it gets that far. As a parameter of its own type it would cost each
/// trampoline flags and landing pads for the case that it has to be dropped.
pub struct Unused<T>(ManuallyDrop<T>);

impl<T> Unused<T> {
    #[inline(always)]
    pub(crate) fn new(value: T) -> Self {
        Self(ManuallyDrop::new(value))
    }

    #[inline(always)]
    pub(crate) fn take(self) -> T {
        ManuallyDrop::into_inner(self.0)
    }

    /// The call does not get that far.
    #[inline(always)]
    pub(crate) fn discard(self) {
        if const { needs_drop::<T>() } {
            unwind::drop_quietly(self.take());
        }
    }
}

/// A call that was admitted.
pub struct Call<'a, C: Callback, F> {
    pub(crate) closure: &'a UnsafeCell<<C::Kind as Kind>::Stored<F>>,
    pub(crate) escape: &'a SetOnce<Escape<C>>,
}

impl<'a, C: Callback, F> Call<'a, C, F> {
    /// The closure, to be entered now, and the way past C.
    #[inline(always)]
    #[must_use]
    pub fn into_parts(self) -> (<C::Kind as Kind>::Access<'a, F>, Escapes<'a, C>) {
        // SAFETY: the call was admitted, has not left, and is used up here.
        (unsafe { C::Kind::access::<F>(self.closure) }, Escapes(self.escape))
    }
}

/// The way past C, for the value of one call.
pub struct Escapes<'a, C: Callback>(&'a SetOnce<Escape<C>>);

impl<C: Callback> Escapes<'_, C> {
    /// Keeps the first; a later one is dropped, in the call that it came from.
    #[cold]
    pub(crate) fn put(self, value: Escape<C>) {
        drop(self.0.put(value));
    }
}
