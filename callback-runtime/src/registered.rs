//! A call by a handle: it finds the closure that is registered, or gets the fallback.

use core::ptr::NonNull;

use crate::call::Call;
use crate::callback::Callback;
use crate::closed;
use crate::kind::Kind;
use crate::lifetime::Lifetime;
use crate::table;
use crate::visit::{Visit, by_visit};

/// What C passes is a handle, which leads to a context for as long as the registration lives.
pub(crate) struct Registered;

impl Lifetime for Registered {
    const ONCE: bool = false;
    by_visit! {}

    #[inline(always)]
    unsafe fn find<K: Kind>(raw: *mut ()) -> Option<(NonNull<()>, K::Visit)> {
        Visit::enter(table::entry(raw.addr()), raw.addr())
    }

    #[inline(always)]
    unsafe fn otherwise<C: Callback, F, A>(
        raw: *mut (),
        convert: impl FnOnce() -> Option<A>,
        enter: impl FnOnce(A, Call<'_, C, F>) -> C::Return,
    ) -> C::Return {
        if <C::Kind as Kind>::Visit::SLOW {
            // SAFETY: the caller's promises.
            return unsafe { call_slowly::<C, F, A>(raw.addr(), convert, enter) };
        }
        let bound = C::Kind::THREAD_BOUND;
        // SAFETY: what a handle leads to is a context of `C`, if it is alive (C's promise).
        unsafe { closed::refuse_handle(C::SITE, raw.addr(), bound, C::FALLBACK) }
    }
}

/// A call that has more to do than to find its context. It has a body of its own: what lives across
/// a detour is kept in registers that have to be saved on the common way, too.
///
/// # Safety
///
/// - As for [`Lifetime::otherwise`].
#[cold]
#[inline(never)]
unsafe fn call_slowly<C: Callback, F, A>(
    handle: usize,
    convert: impl FnOnce() -> Option<A>,
    enter: impl FnOnce(A, Call<'_, C, F>) -> C::Return,
) -> C::Return {
    match <C::Kind as Kind>::Visit::enter_slowly(table::entry(handle), handle) {
        // SAFETY: it was found.
        Some(found) => unsafe { Registered::call(found, convert, enter) },
        // SAFETY: what a handle leads to is a context of `C`, if it is alive (C's promise).
        None => unsafe {
            closed::refuse_handle(C::SITE, handle, C::Kind::THREAD_BOUND, C::FALLBACK)
        },
    }
}
