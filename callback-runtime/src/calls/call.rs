//! A call that was admitted: the closure, and the way past C for a value that escapes.

use core::cell::UnsafeCell;
use core::mem::{ManuallyDrop, needs_drop};

use crate::contexts::set_once::SetOnce;
use crate::contract::callback::{Callback, Escape};
use crate::contract::kind::Kind;
use crate::faults::unwind;

/// A value that a call uses if it gets that far. Passed as itself, it would cost each trampoline drop flags and
/// landing pads for the case that it is not used.
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

    /// Drops the value, because the call does not get that far.
    #[inline(always)]
    pub(crate) fn discard(self) {
        if const { needs_drop::<T>() } {
            unwind::drop_quietly(self.take());
        }
    }
}

/// The arguments that no closure takes. The end of a trampoline drops them, after the call and its fallback, and a
/// panic of a destructor ends here.
pub struct Ignored<T>(ManuallyDrop<T>);

impl<T> Ignored<T> {
    /// Keeps the arguments.
    #[inline(always)]
    pub fn new(arguments: T) -> Self {
        Self(ManuallyDrop::new(arguments))
    }
}

impl<T> Drop for Ignored<T> {
    #[inline(always)]
    fn drop(&mut self) {
        // SAFETY: the arguments are dropped only here.
        unwind::drop_quietly(unsafe { ManuallyDrop::take(&mut self.0) });
    }
}

/// A call that was admitted.
pub struct Call<'a, C: Callback + ?Sized, F> {
    pub(crate) closure: &'a UnsafeCell<<C::Kind as Kind>::Stored<F>>,
    pub(crate) escape: &'a SetOnce<Escape<C>>,
}

impl<'a, C: Callback + ?Sized, F> Call<'a, C, F> {
    /// Returns the closure, to be invoked now, and the way past C.
    #[inline(always)]
    #[must_use]
    pub fn into_parts(self) -> (<C::Kind as Kind>::Access<'a, F>, Escapes<'a, C>) {
        // SAFETY: the call was admitted and has not left, and this takes `self`, so the call does it once.
        (unsafe { C::Kind::access::<F>(self.closure) }, Escapes(self.escape))
    }
}

/// The way past C, for the value of one call.
pub struct Escapes<'a, C: Callback + ?Sized>(&'a SetOnce<Escape<C>>);

#[cfg(feature = "alloc")]
impl<'a, C: Callback + ?Sized> Escapes<'a, C> {
    pub(crate) fn new(escape: &'a SetOnce<Escape<C>>) -> Self {
        Self(escape)
    }
}

impl<C: Callback + ?Sized> Escapes<'_, C> {
    /// Keeps the first value. A later one is dropped, in the call that it came from.
    #[cold]
    pub fn put(self, value: Escape<C>) {
        drop(self.0.put(value));
    }
}
