//! A call by a handle: it finds the closure that is registered, or gets the fallback.

use core::ptr::NonNull;

use crate::calls::arguments::Arguments;
use crate::calls::call::{Call, Unused};
use crate::calls::lifetime::Lifetime;
use crate::contexts::record::FreedBy;
use crate::contract::callback::Callback;
use crate::contract::kind::Kind;
use crate::entries::entry_guard::{EntryGuard, Lent};
use crate::entries::table;
use crate::registered::refusal::{self, by_guard};

/// What C passes is a handle, which leads to a context for as long as the registration lives.
pub(crate) struct Registered;

impl Lifetime for Registered {
    const FREED_BY: FreedBy = FreedBy::Others;
    by_guard! { K::Guard }

    #[inline(always)]
    unsafe fn find<K: Kind>(raw: *mut ()) -> Option<(NonNull<()>, K::Guard)> {
        EntryGuard::enter(table::entry(raw.addr()), raw.addr())
    }

    #[inline(always)]
    unsafe fn not_found<C: Callback, F, P: Arguments>(
        raw: *mut (),
        arguments: Unused<P>,
        invoke: Unused<impl FnOnce(P::Converted, Call<'_, C, F>) -> C::Return>,
    ) -> C::Return {
        if <C::Kind as Kind>::Guard::SLOW {
            // SAFETY: the caller's promises.
            return unsafe { call_slowly::<C, F, P>(raw, arguments, invoke) };
        }
        arguments.discard();
        let affinity = C::Kind::AFFINITY;
        // SAFETY: what a handle leads to is a context of `C`, if it is alive (C's promise).
        unsafe { refusal::refuse_handle(C::SITE, raw.addr(), affinity, C::FALLBACK) }
    }
}

/// The same for a call on a thread of C's, or inside another.
struct RegisteredAlso;

impl Lifetime for RegisteredAlso {
    const FREED_BY: FreedBy = FreedBy::Others;
    by_guard! { Lent }

    unsafe fn find<K: Kind>(raw: *mut ()) -> Option<(NonNull<()>, Lent)> {
        Lent::enter(table::entry(raw.addr()), raw.addr())
    }

    unsafe fn not_found<C: Callback, F, P: Arguments>(
        raw: *mut (),
        arguments: Unused<P>,
        _: Unused<impl FnOnce(P::Converted, Call<'_, C, F>) -> C::Return>,
    ) -> C::Return {
        arguments.discard();
        let affinity = C::Kind::AFFINITY;
        // SAFETY: as above.
        unsafe { refusal::refuse_handle(C::SITE, raw.addr(), affinity, C::FALLBACK) }
    }
}

/// A call that takes more than to find its context. It has a body of its own: what lives across a
/// detour is kept in registers that have to be saved on the common way, too.
///
/// # Safety
///
/// - As for [`Lifetime::not_found`].
#[cold]
#[inline(never)]
unsafe fn call_slowly<C: Callback, F, P: Arguments>(
    raw: *mut (),
    arguments: Unused<P>,
    invoke: Unused<impl FnOnce(P::Converted, Call<'_, C, F>) -> C::Return>,
) -> C::Return {
    // SAFETY: the caller's promises.
    match unsafe { RegisteredAlso::find::<C::Kind>(raw) } {
        // SAFETY: it was found.
        Some(found) => unsafe { RegisteredAlso::call(found, arguments, invoke) },
        // SAFETY: it was not.
        None => unsafe { RegisteredAlso::not_found(raw, arguments, invoke) },
    }
}
