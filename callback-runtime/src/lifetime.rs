//! The lifetimes, as types: how a trampoline finds its context, keeps it alive, and calls.

use core::ptr::NonNull;

use crate::call::Call;
use crate::callback::Callback;
use crate::context::{Context, Core};
use crate::fault::Fault;
use crate::header;
use crate::kind::Kind;
use crate::unwind;

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

    /// Makes a call: converts what C passed, and enters the closure, under all guards.
    ///
    /// # Safety
    ///
    /// - `find` has found the context, which is one for `F`, and `found`; the latter is used up.
    /// - `A` is the tuple of the closure's arguments.
    #[inline(always)]
    unsafe fn call<C: Callback, F, A>(
        context: NonNull<Context<C, F>>,
        found: Self::Found,
        convert: impl FnOnce() -> Option<A>,
        enter: impl FnOnce(A, Call<'_, C, F>) -> C::Return,
    ) -> C::Return {
        // SAFETY: a context that was found is alive. Only shared references to it are formed:
        // another call may be running.
        let Context { core: Core { header, escape }, closure, .. } = unsafe { context.as_ref() };
        if !C::Kind::admit(&header.gate) {
            // SAFETY: the context is alive until the hook has been told.
            let refused = unsafe { header::refuse(NonNull::from(header), Self::ONCE) };
            // SAFETY: the context is not used after this.
            unsafe { Self::leave(found) };
            return refused;
        }
        // SAFETY: the call was admitted, to a context that was found.
        if !unsafe { Self::hold(context) } {
            // Without leaving the gate: this closes it.
            let expired = header::expire(header);
            // SAFETY: the context is not used after this.
            unsafe { Self::leave(found) };
            return expired;
        }
        let body = || convert().map(|arguments| enter(arguments, Call { closure, escape }));
        let result = match unwind::catch(body) {
            Ok(Some(value)) => {
                // SAFETY: the call was admitted, and ends here.
                unsafe { C::Kind::leave(&header.gate) };
                value
            }
            Ok(None) => header::reject(header),
            Err(payload) => header::panicked(header, payload),
        };
        // SAFETY: `hold` returned `true`, and the context is not used after this.
        unsafe { Self::release(context, found) };
        result
    }

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
