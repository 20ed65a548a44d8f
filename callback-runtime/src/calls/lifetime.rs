//! The lifetimes, as types: how a trampoline finds its context, keeps it alive, and calls.

use core::mem::ManuallyDrop;
use core::ptr::NonNull;

use crate::calls::arguments::Arguments;
use crate::calls::call::{Call, Unused};
use crate::contexts::context::{Context, Core};
use crate::contexts::header;
use crate::contexts::record::FreedBy;
use crate::contract::callback::Callback;
use crate::contract::gate::Gate;
use crate::contract::kind::Kind;
use crate::contract::prefix::prefix;
use crate::faults::fault::Fault;
use crate::faults::unwind::{self, Payload};

/// How a trampoline finds its context, and keeps it alive while a call is running.
pub trait Lifetime {
    /// Who frees the context of a call that is refused.
    const FREED_BY: FreedBy;
    /// Whether a call does anything to keep its context, or to let go of it. What does nothing is not
    /// compiled then, once for each declaration.
    const KEPT: bool = true;
    /// What keeps a context alive from the moment that it is found.
    type Found<K: Kind>: Copy;

    /// The context of a call, and what keeps it alive; `None` if there is none that it may enter.
    ///
    /// # Safety
    ///
    /// - `raw` is what C passed to a trampoline for this lifetime, and C keeps the promises of that.
    unsafe fn find<K: Kind>(raw: *mut ()) -> Option<(NonNull<()>, Self::Found<K>)>;

    /// What C gets where there was none.
    ///
    /// # Safety
    ///
    /// - `find` has returned `None` for `raw`, in this call.
    /// - As for `find` and [`call`](Lifetime::call).
    unsafe fn not_found<C: Callback, F, P: Arguments>(
        raw: *mut (),
        arguments: Unused<P>,
        invoke: Unused<impl FnOnce(P::Converted, Call<'_, C, F>) -> C::Return>,
    ) -> C::Return;

    /// The context that was found.
    ///
    /// # Safety
    ///
    /// - It was found in this call, which has not let go of it.
    unsafe fn context<K: Kind>(found: Self::Found<K>) -> NonNull<()>;

    /// Whether a call may enter that has found its context.
    #[inline(always)]
    fn admit<K: Kind>(gate: &Gate) -> bool {
        K::admit(gate)
    }

    /// Ends what `admit` began.
    ///
    /// # Safety
    ///
    /// - `admit` returned `true` to this call, which has not left.
    #[inline(always)]
    unsafe fn leave<K: Kind>(found: Self::Found<K>) {
        // SAFETY: the call has not let go of the context (the caller's promise).
        let context = unsafe { Self::context::<K>(found) };
        // SAFETY: as above.
        let gate = unsafe { prefix::<Gate>(context) };
        // SAFETY: the caller's promise.
        unsafe { K::leave(gate) };
    }

    /// Makes a call: converts what C passed, and enters the closure, under all guards.
    ///
    /// # Safety
    ///
    /// - `find` has found the context, which is one for `F`; `found` is used up.
    /// - `arguments` is all of the closure's arguments.
    #[inline(always)]
    unsafe fn call<C: Callback, F, P: Arguments>(
        found: (NonNull<()>, Self::Found<C::Kind>),
        arguments: Unused<P>,
        invoke: Unused<impl FnOnce(P::Converted, Call<'_, C, F>) -> C::Return>,
    ) -> C::Return {
        // SAFETY: the caller's promises.
        unsafe { run::<Self, C, F, P>(found, arguments, invoke) }
    }

    /// Holds the context for a call that was admitted; `false` if C has had its call.
    ///
    /// # Safety
    ///
    /// - `find` found the context, and its gate has admitted this call.
    #[inline(always)]
    #[must_use]
    unsafe fn hold<C: Callback, F>(_: Self::Found<C::Kind>) -> bool {
        true
    }

    /// Lets go of a context that was held. If it returns `true`, [`after_release`](Lifetime::after_release) has to
    /// be called.
    ///
    /// # Safety
    ///
    /// - `hold` returned `true` to this call, which does not use the context afterwards.
    unsafe fn release<C: Callback, F>(found: Self::Found<C::Kind>) -> bool;

    /// Does what is left to be done where this was the last call that somebody waited for. It gives
    /// `result` back: to a trampoline it is the end, so that nothing has to be kept across it.
    ///
    /// # Safety
    ///
    /// - `release` returned `true` to this call.
    unsafe fn after_release<C: Callback, F>(
        found: Self::Found<C::Kind>,
        result: C::Return,
    ) -> C::Return;

    /// What C gets from a call that was not admitted.
    ///
    /// # Safety
    ///
    /// - `find` returned `found` to this call, which does not use the context afterwards.
    unsafe fn refuse<C: Callback>(found: Self::Found<C::Kind>) -> C::Return;

    /// What C gets from a call whose closure panicked, or that has passed what cannot be converted if
    /// there is no payload. Lets go of the context.
    ///
    /// # Safety
    ///
    /// - As for `release`.
    #[inline(always)]
    unsafe fn fail<C: Callback, F>(
        found: Self::Found<C::Kind>,
        payload: Option<Payload>,
    ) -> C::Return {
        let payload = ManuallyDrop::new(payload);
        // SAFETY: the call has not let go of the context.
        let context = unsafe { Self::context::<C::Kind>(found) };
        // SAFETY: the call keeps the context alive.
        let result =
            unsafe { header::fail::<C::Return>(context, ManuallyDrop::into_inner(payload)) };
        // SAFETY: the caller's promise.
        if Self::KEPT && unsafe { Self::release::<C, F>(found) } {
            // SAFETY: as it says.
            return unsafe { Self::after_release::<C, F>(found, result) };
        }
        result
    }
}

/// A call that has found its context: converts what C passed, and enters the closure, under all guards.
///
/// # Safety
///
/// - As for [`Lifetime::call`].
#[inline(always)]
pub(crate) unsafe fn run<L: Lifetime + ?Sized, C: Callback, F, P: Arguments>(
    (context, found): (NonNull<()>, L::Found<C::Kind>),
    arguments: Unused<P>,
    invoke: Unused<impl FnOnce(P::Converted, Call<'_, C, F>) -> C::Return>,
) -> C::Return {
    // SAFETY: a context that was found is alive. Only shared references to it are formed:
    // another call may be running.
    let Context { core: Core { header, escape }, closure, .. } =
        unsafe { context.cast::<Context<C, F>>().as_ref() };
    if !L::admit::<C::Kind>(&header.record.gate) {
        // SAFETY: the call has found its context, and uses neither after this.
        let refused = unsafe { L::refuse::<C>(found) };
        // Last: the destructor of an argument may have C end the callback.
        arguments.discard();
        return refused;
    }
    // SAFETY: the call was admitted, to a context that was found.
    if L::KEPT && !unsafe { L::hold::<C, F>(found) } {
        // SAFETY: the context is alive: it is the hand-over's, or another call's. This one was admitted.
        let expired = unsafe { header::refuse_expired::<C::Return>(context) };
        arguments.discard();
        return expired;
    }
    let body = || {
        let arguments = arguments.take().convert()?;
        Some(invoke.take()(arguments, Call { closure, escape }))
    };
    let payload = match unwind::catch(body) {
        Ok(Some(result)) => {
            let result = ManuallyDrop::new(result);
            // SAFETY: the call was admitted, and ends here.
            unsafe { L::leave(found) };
            // SAFETY: `hold` returned `true`, and the context is not used after this.
            if L::KEPT && unsafe { L::release::<C, F>(found) } {
                // SAFETY: as it says.
                return unsafe {
                    L::after_release::<C, F>(found, ManuallyDrop::into_inner(result))
                };
            }
            return ManuallyDrop::into_inner(result);
        }
        Ok(None) => None,
        Err(payload) => Some(payload),
    };
    // SAFETY: as above, and the closure has not returned.
    unsafe { L::fail::<C, F>(found, payload) }
}

/// What C passes is the address of the context, which is alive.
macro_rules! by_address {
    () => {
        type Found<K: Kind> = NonNull<()>;

        #[inline(always)]
        unsafe fn find<K: Kind>(raw: *mut ()) -> Option<(NonNull<()>, NonNull<()>)> {
            NonNull::new(raw).map(|context| (context, context))
        }

        #[inline(always)]
        unsafe fn not_found<C: Callback, F, P: $crate::calls::arguments::Arguments>(
            _: *mut (),
            arguments: $crate::calls::call::Unused<P>,
            _: $crate::calls::call::Unused<
                impl FnOnce(P::Converted, $crate::calls::call::Call<'_, C, F>) -> C::Return,
            >,
        ) -> C::Return {
            arguments.discard();
            header::no_context(C::SITE, Fault::InvalidArgument, C::FALLBACK)
        }

        #[inline(always)]
        unsafe fn context<K: Kind>(found: NonNull<()>) -> NonNull<()> {
            found
        }

        #[inline(always)]
        unsafe fn refuse<C: Callback>(found: NonNull<()>) -> C::Return {
            // SAFETY: the context is alive.
            unsafe { header::refuse::<C::Return>(found, Self::FREED_BY) }
        }
    };
}
#[cfg(feature = "alloc")]
pub(crate) use by_address;

/// Somebody else keeps the context alive: `scope`, `bind`, `forever`.
pub(crate) struct Borrowed;

impl Lifetime for Borrowed {
    const FREED_BY: FreedBy = FreedBy::Others;
    const KEPT: bool = false;
    by_address! {}

    #[inline(always)]
    unsafe fn release<C: Callback, F>(_: NonNull<()>) -> bool {
        false
    }

    unsafe fn after_release<C: Callback, F>(_: NonNull<()>, result: C::Return) -> C::Return {
        result
    }
}
