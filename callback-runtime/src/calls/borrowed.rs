//! The lifetimes in which C has the address of the context: what they have in common, and those in which a call need not
//! keep the context alive.

use core::ptr::NonNull;

use crate::calls::lifetime::Lifetime;
use crate::contexts::cold;
use crate::contexts::record::FreedBy;
use crate::contract::callback::Callback;
use crate::contract::kind::Kind;
use crate::faults::fault::Fault;

/// The methods of a lifetime in which C passes the address of the context.
macro_rules! by_address {
    () => {
        type Found<K: Kind> = NonNull<()>;

        #[inline(always)]
        unsafe fn find<K: Kind>(raw: *mut ()) -> Option<(NonNull<()>, NonNull<()>)> {
            NonNull::new(raw).map(|context| (context, context))
        }

        #[inline(always)]
        unsafe fn not_found<
            C: Callback + ?Sized,
            F,
            P: $crate::calls::arguments::Arguments,
            M: $crate::contexts::method::MethodOf<C>,
        >(
            _: *mut (),
            arguments: $crate::calls::call::Unused<P>,
            method: M,
            _: $crate::calls::call::Unused<
                impl FnOnce(P::Converted, $crate::calls::call::Call<'_, C, F>) -> M::Return,
            >,
        ) -> M::Return {
            arguments.discard();
            let (site, fallback) = method.constants();
            cold::no_context(site, Fault::InvalidArgument, fallback)
        }

        #[inline(always)]
        unsafe fn context<K: Kind>(found: NonNull<()>) -> NonNull<()> {
            found
        }

        #[inline(always)]
        unsafe fn refuse<K: Kind, M: $crate::contexts::method::Method>(
            found: NonNull<()>,
            method: M,
        ) -> M::Return {
            // SAFETY: C keeps the context alive until it has called (the caller's promise).
            unsafe { cold::refuse::<M>(found, Self::FREED_BY, method) }
        }
    };
}
#[cfg(feature = "alloc")]
pub(crate) use by_address;

/// The lifetimes in which a call need not keep the context alive: `scope`, `bind`, `forever`.
pub(crate) struct Borrowed;

impl Lifetime for Borrowed {
    const FREED_BY: FreedBy = FreedBy::Others;
    const RELEASES: bool = false;
    by_address! {}

    #[inline(always)]
    unsafe fn release<C: Callback + ?Sized, F>(_: NonNull<()>) -> bool {
        false
    }

    unsafe fn after_release<C: Callback + ?Sized, F, T>(_: NonNull<()>, result: T) -> T {
        result
    }
}
