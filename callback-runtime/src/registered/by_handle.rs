//! The lifetime of a registration: a call finds the closure by its handle, or C gets the fallback.

use core::ptr::NonNull;

use crate::calls::arguments::Arguments;
use crate::calls::call::{Call, Unused};
use crate::calls::lifetime::Lifetime;
use crate::contexts::method::MethodOf;
use crate::contexts::record::FreedBy;
use crate::contract::callback::Callback;
use crate::contract::kind::Kind;
use crate::entries::entry_guard::{EntryGuard, Lent};
use crate::entries::table;
use crate::registered::refusal::{self, by_guard};

/// C passes a handle, which leads to a context for as long as the registration lives.
pub(crate) struct Registered;

impl Lifetime for Registered {
    const FREED_BY: FreedBy = FreedBy::Others;
    by_guard! { K::Guard }

    #[inline(always)]
    unsafe fn find<K: Kind>(raw: *mut ()) -> Option<(NonNull<()>, K::Guard)> {
        EntryGuard::enter(table::entry(raw.addr()), raw.addr())
    }

    #[inline(always)]
    unsafe fn not_found<C: Callback + ?Sized, F, P: Arguments, M: MethodOf<C>>(
        raw: *mut (),
        arguments: Unused<P>,
        method: M,
        invoke: Unused<impl FnOnce(P::Converted, Call<'_, C, F>) -> M::Return>,
    ) -> M::Return {
        if <C::Kind as Kind>::Guard::SLOW {
            // SAFETY: `find` returned `None` for `raw` (the caller's promise), and the other duties are the
            // same.
            return unsafe { call_slowly::<C, F, P, M>(raw, arguments, method, invoke) };
        }
        arguments.discard();
        let (site, fallback) = method.constants();
        // SAFETY: if there is a callback with this handle, it is one of `C` (C's promise), so the entry leads
        // to its context.
        unsafe { refusal::refuse_handle(site, raw.addr(), C::Kind::AFFINITY, fallback) }
    }
}

/// As [`Registered`], for a call on a thread that C created, or inside another call: it enters as [`Lent`].
struct RegisteredAlso;

impl Lifetime for RegisteredAlso {
    const FREED_BY: FreedBy = FreedBy::Others;
    by_guard! { Lent }

    unsafe fn find<K: Kind>(raw: *mut ()) -> Option<(NonNull<()>, Lent)> {
        Lent::enter(table::entry(raw.addr()), raw.addr())
    }

    unsafe fn not_found<C: Callback + ?Sized, F, P: Arguments, M: MethodOf<C>>(
        raw: *mut (),
        arguments: Unused<P>,
        method: M,
        _: Unused<impl FnOnce(P::Converted, Call<'_, C, F>) -> M::Return>,
    ) -> M::Return {
        arguments.discard();
        let (site, fallback) = method.constants();
        // SAFETY: if there is a callback with this handle, it is one of `C` (C's promise), so the entry leads
        // to its context.
        unsafe { refusal::refuse_handle(site, raw.addr(), C::Kind::AFFINITY, fallback) }
    }
}

/// Runs a call that enters as [`Lent`]. This is a function of its own, because values that live across a slow
/// path are kept in registers that the fast path would have to save, too.
///
/// # Safety
///
/// - As for [`Lifetime::not_found`].
#[cold]
#[inline(never)]
unsafe fn call_slowly<C: Callback + ?Sized, F, P: Arguments, M: MethodOf<C>>(
    raw: *mut (),
    arguments: Unused<P>,
    method: M,
    invoke: Unused<impl FnOnce(P::Converted, Call<'_, C, F>) -> M::Return>,
) -> M::Return {
    // SAFETY: `raw` is what C passed to a trampoline for a handle (the caller's promise).
    match unsafe { RegisteredAlso::find::<C::Kind>(raw) } {
        // SAFETY: `find` found this, for the arguments of this call.
        Some(found) => unsafe { RegisteredAlso::call(found, arguments, method, invoke) },
        // SAFETY: `find` returned `None` for `raw`, in this call.
        None => unsafe { RegisteredAlso::not_found(raw, arguments, method, invoke) },
    }
}
