//! The lifetimes, as types: what a trampoline does around a call to keep its context alive.

use core::ptr::NonNull;

use crate::callback::Callback;
use crate::context::Context;

/// How a trampoline keeps its context alive while a call is running.
pub trait Lifetime {
    /// Whether C has promised to call no more than once.
    const ONCE: bool;

    /// Holds the context for a call that was admitted; `false` if C has had its call.
    ///
    /// # Safety
    ///
    /// - The context was handed over with this lifetime, and its gate has admitted this call.
    unsafe fn hold<C: Callback, F>(context: NonNull<Context<C, F>>) -> bool;

    /// Lets go; the context may be freed by it.
    ///
    /// # Safety
    ///
    /// - `hold` returned `true` to this call, which does not use the context afterwards.
    unsafe fn release<C: Callback, F>(context: NonNull<Context<C, F>>);
}

/// Somebody else keeps the context alive: `scope`, `bind`, `forever`.
pub(crate) struct Borrowed;

impl Lifetime for Borrowed {
    const ONCE: bool = false;

    #[inline(always)]
    unsafe fn hold<C: Callback, F>(_: NonNull<Context<C, F>>) -> bool {
        true
    }

    #[inline(always)]
    unsafe fn release<C: Callback, F>(_: NonNull<Context<C, F>>) {}
}
