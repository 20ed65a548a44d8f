//! The lifetimes, as types: how a trampoline finds its context, and keeps it alive during a call.

use core::ptr::NonNull;

use crate::callback::Callback;
use crate::context::Context;
use crate::fault::Fault;

/// How a trampoline finds its context, and keeps it alive while a call is running.
pub trait Lifetime {
    /// Whether C has promised to call no more than once.
    const ONCE: bool;
    /// What keeps a context alive from the moment that it is found.
    type Found: Copy;

    /// The context of a call, and what keeps it alive; `None` if there is none.
    ///
    /// # Safety
    ///
    /// - `raw` is what C passed to a trampoline for this lifetime, and C keeps the promises of that.
    unsafe fn find(raw: *mut ()) -> Option<(NonNull<()>, Self::Found)>;

    /// Why there was none.
    fn lost(raw: *mut ()) -> Fault;

    /// Holds the context for a call that was admitted; `false` if C has had its call.
    ///
    /// # Safety
    ///
    /// - `find` found the context, and its gate has admitted this call.
    unsafe fn hold<C: Callback, F>(context: NonNull<Context<C, F>>) -> bool;

    /// Lets go of a context that was held; it may be freed by it.
    ///
    /// # Safety
    ///
    /// - `hold` returned `true` to this call, which does not use the context afterwards.
    unsafe fn release<C: Callback, F>(context: NonNull<Context<C, F>>, found: Self::Found);

    /// Lets go of a context that was found and not held; it may be freed by it.
    ///
    /// # Safety
    ///
    /// - `find` returned `found` to this call, which does not use the context afterwards.
    unsafe fn leave(found: Self::Found);
}

/// What C passes is the address of the context, which is alive.
macro_rules! by_address {
    () => {
        type Found = ();

        #[inline(always)]
        unsafe fn find(raw: *mut ()) -> Option<(NonNull<()>, ())> {
            NonNull::new(raw).map(|context| (context, ()))
        }

        #[inline(always)]
        fn lost(_: *mut ()) -> Fault {
            Fault::InvalidArgument
        }

        #[inline(always)]
        unsafe fn leave((): ()) {}
    };
}
#[cfg(feature = "alloc")]
pub(crate) use by_address;

/// Somebody else keeps the context alive: `scope`, `bind`, `forever`.
pub(crate) struct Borrowed;

impl Lifetime for Borrowed {
    const ONCE: bool = false;
    by_address! {}

    #[inline(always)]
    unsafe fn hold<C: Callback, F>(_: NonNull<Context<C, F>>) -> bool {
        true
    }

    #[inline(always)]
    unsafe fn release<C: Callback, F>(_: NonNull<Context<C, F>>, (): ()) {}
}
