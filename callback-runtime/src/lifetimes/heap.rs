//! A context on the heap and its holds, for `once` and `notified`.

use alloc::boxed::Box;
use core::cell::Cell;
use core::mem::{MaybeUninit, offset_of};
use core::ptr::{self, NonNull};

use crate::contexts::cold;
use crate::contexts::context::{self, Context};
use crate::contexts::method::{Method, opaque};
use crate::contexts::record::FreedBy;
use crate::contract::callback::Callback;
use crate::contract::destroy::Destructor;
use crate::contract::gate::Gate;
use crate::contract::kind::{Affinity, Kind};
use crate::contract::prefix::prefix;
use crate::contract::user_data::UserData;
use crate::faults::fault::{Fault, Site};
use crate::faults::unwind::Payload;
use crate::lifetimes::holds::Holds;

/// The beginning of a `Held`. Code that needs no more than this is compiled once.
pub(crate) struct Head {
    pub(crate) holds: Holds,
    site: &'static Site,
    /// Frees the whole. A call changes it before it releases its hold.
    free: Cell<unsafe fn(NonNull<Head>)>,
}

/// A context that lives until its last hold is gone.
///
/// # Invariants
///
/// - It is in a box, and the `free` of its head is one of its own functions.
#[repr(C)]
pub(crate) struct Held<C: Callback + ?Sized, F> {
    head: Head,
    context: Context<C, F>,
}

impl<C: Callback + ?Sized, F> Held<C, F> {
    /// Where the core of the context is.
    const CORE: usize = offset_of!(Self, context) + Context::<C, F>::CORE;

    /// Moves a context to the heap, for a hand-over. Returns its head, and the user data for C.
    #[inline]
    pub(crate) fn hand_over(context: Context<C, F>) -> (NonNull<Head>, C::Context) {
        let free = Cell::new(Self::free as unsafe fn(NonNull<Head>));
        let head = Head { holds: Holds::handing_over(), site: C::SITE, free };
        let whole = Box::leak(context::boxed(Self { head, context }));
        whole.context.set_owner();
        let whole = NonNull::from(whole);
        // SAFETY: the context is in the `Held`.
        let context = unsafe { whole.byte_add(offset_of!(Self, context)) };
        (whole.cast(), C::Context::from_ptr(context.as_ptr().cast()))
    }

    /// Returns the head of a context.
    ///
    /// # Safety
    ///
    /// - `core` is the address of the core of the context of a `Held`.
    #[inline(always)]
    pub(crate) unsafe fn head(core: NonNull<()>) -> NonNull<Head> {
        // SAFETY: the core is so far from the beginning of the `Held` (the caller's promise), which is its head. The
        // pointer came from the box of the whole.
        unsafe { core.byte_sub(Self::CORE) }.cast()
    }

    /// Returns the holds of a context.
    ///
    /// # Safety
    ///
    /// - `core` is the address of the core of the context of a `Held` that lives for `'a`.
    #[inline(always)]
    pub(crate) unsafe fn holds<'a>(core: NonNull<()>) -> &'a Holds {
        // SAFETY: the caller's promise.
        let head = unsafe { Self::head(core) }.as_ptr();
        // SAFETY: the `Held` is alive (the caller's promise).
        unsafe { &(*head).holds }
    }

    /// Has the context freed without its handler, which has been moved out.
    ///
    /// # Safety
    ///
    /// - `core` is the address of the core of the context of a `Held`. The caller has a call's hold on it, and no other
    ///   call is running or will be admitted.
    pub(crate) unsafe fn forget_handler(core: NonNull<()>) {
        // SAFETY: the caller's promise.
        let head = unsafe { Self::head(core) }.as_ptr();
        // SAFETY: the `Held` is alive. Nobody uses `free` before the caller has released its hold.
        unsafe { (*head).free.set(Self::free_without_handler) };
    }

    /// # Safety
    ///
    /// - `head` is that of a `Held` of this type, which nobody uses anymore.
    unsafe fn free(head: NonNull<Head>) {
        // SAFETY: the pointer came from `Box::into_raw`, and the box has no other user (the caller's promise).
        drop(unsafe { Box::from_raw(head.cast::<Self>().as_ptr()) });
    }

    /// # Safety
    ///
    /// - As for [`free`](Self::free), and the handler has been moved out.
    unsafe fn free_without_handler(head: NonNull<Head>) {
        let whole = head.cast::<Self>().as_ptr();
        // SAFETY: the `Held` is alive, and nobody has a hold anymore (the caller's promise).
        let rest = unsafe { &raw mut (*whole).context.core };
        // SAFETY: as above. The rest has no other user, and is not used after this.
        unsafe { ptr::drop_in_place(rest) };
        // SAFETY: the pointer came from `Box::into_raw`. What is left in the box has been dropped, has been moved
        // out, or has no destructor.
        drop(unsafe { Box::from_raw(whole.cast::<MaybeUninit<Self>>()) });
    }

    /// Releases a call's hold. Returns `true` if that was the last hold.
    ///
    /// # Safety
    ///
    /// - `core` is the address of the core of the context of a `Held`. The caller has a call's hold on it, and does
    ///   not use it after this, unless it is the last.
    #[inline(always)]
    pub(crate) unsafe fn release(core: NonNull<()>) -> bool {
        // SAFETY: the caller has a hold, so the `Held` is alive.
        let holds = unsafe { Self::holds(core) };
        // SAFETY: the caller has a call's hold, on a context of this affinity.
        unsafe { holds.release_call(C::Kind::AFFINITY) }
    }
}

/// Frees a context. Reports a panic of a destructor, which ends here.
///
/// # Safety
///
/// - `head` is that of a [`Held`], and the caller released its last hold.
pub(crate) unsafe fn free(head: NonNull<Head>) {
    struct Freed(NonNull<Head>);

    impl Drop for Freed {
        fn drop(&mut self) {
            // SAFETY: the caller's promise.
            let free = unsafe { self.0.as_ref() }.free.get();
            // SAFETY: the function is that of this type, see the invariants, and nobody has a hold anymore (the
            // caller's promise). It is called once.
            unsafe { free(self.0) };
        }
    }

    // SAFETY: the `Held` is alive (the caller's promise).
    unsafe { head.as_ref() }.site.drop_captures(Freed(head));
}

/// Frees a context after its last call, and returns the result of that call.
///
/// # Safety
///
/// - As for [`free`].
#[cold]
#[inline(never)]
#[allow(improper_ctypes_definitions, reason = "`extern` for its `nounwind`; C never sees it")]
pub(crate) unsafe extern "C" fn free_after<T>(head: NonNull<Head>, result: T) -> T {
    // SAFETY: the caller's promise.
    unsafe { free(head) };
    opaque(result)
}

/// Returns what C gets from a call that ended in a fault, see [`cold::fail`], and releases its hold.
///
/// # Safety
///
/// - As for `cold::fail`. The context is one of this kind in a [`Held`], and `head` is that of the `Held`. The call
///   has a hold on it.
#[cold]
#[inline(never)]
#[allow(improper_ctypes_definitions, reason = "`extern` for its `nounwind`; C never sees it")]
pub(crate) unsafe extern "C" fn fail<K: Kind, M: Method>(
    core: NonNull<()>,
    head: NonNull<Head>,
    payload: Option<Payload>,
    method: M,
) -> M::Return {
    // SAFETY: the caller's promise.
    let result = unsafe { cold::fail(core, payload, method) };
    // SAFETY: the call has a hold (the caller's promise).
    unsafe { release(head, K::AFFINITY) };
    result
}

/// Releases a call's hold, and frees the context if that was the last one.
///
/// # Safety
///
/// - `head` is that of a [`Held`] with a context of this affinity. The caller has a call's hold on it, and does not use it
///   after this.
pub(crate) unsafe fn release(head: NonNull<Head>, affinity: Affinity) {
    // SAFETY: the caller has a hold, so the `Held` is alive.
    let holds = unsafe { &head.as_ref().holds };
    // SAFETY: the caller's promise.
    if unsafe { holds.release_call(affinity) } {
        // SAFETY: that was the last hold.
        unsafe { free(head) };
    }
}

/// Returns what C gets from a call that has a hold and was not admitted, and releases the hold.
///
/// # Safety
///
/// - `core` is the address of the core of a context of any thread in a [`Held`], which is one of the declaration that has
///   the `method`, and `head` is that of the `Held`. The call has a hold on it.
#[cold]
#[inline(never)]
#[allow(improper_ctypes_definitions, reason = "`extern` for its `nounwind`; C never sees it")]
pub(crate) unsafe extern "C" fn refuse_and_release<M: Method>(
    core: NonNull<()>,
    head: NonNull<Head>,
    method: M,
) -> M::Return {
    // SAFETY: the call has a hold (the caller's promise).
    let release = || unsafe { release(head, Affinity::AnyThread) };
    // SAFETY: the context is alive until the call releases its hold, and one of the declaration (the caller's promise).
    unsafe { cold::refuse_and(core, FreedBy::Others, &method, release) }
}

/// The effect of a destroy function: releases C's hold on the context, and refuses later calls.
///
/// # Safety
///
/// - `core` is null, or the address of the core of the context of a [`Held`], and `at` is the `CORE` of its type. C
///   keeps the promises of `notified`.
pub(crate) unsafe extern "C" fn destroy(core: *mut (), at: usize, site: &'static Site) {
    let Some(core) = NonNull::new(core) else {
        return site.report(Fault::InvalidArgument).emit();
    };
    // SAFETY: C has a hold until it runs the destroy function, so the context is alive.
    let gate = unsafe { prefix::<Gate>(core) };
    if gate.is_foreign() {
        return site.report(Fault::WrongThread).and_leaked().emit();
    }
    // Refuses later calls, in case the context outlives this: a call may be running.
    gate.expire();
    // SAFETY: the core is so far from the beginning of the `Held` (the caller's promise), which is its head.
    let head = unsafe { core.byte_sub(at) }.cast::<Head>();
    // SAFETY: C has a hold, as above.
    match unsafe { head.as_ref() }.holds.release_c() {
        // SAFETY: that was the last hold.
        Some(true) => unsafe { free(head) },
        // The last running call frees the context, or the hand-over does.
        Some(false) => {}
        None => site.report(Fault::Expired).emit(),
    }
}

impl<C: Callback + ?Sized, F> Destructor for Held<C, F> {
    #[inline(always)]
    unsafe fn destroy(context: *mut ()) {
        // SAFETY: C keeps its promises, and the user data is that of a `Held` of this type (the caller's promise).
        unsafe { destroy(Context::<C, F>::core_of(context), Self::CORE, C::SITE) };
    }
}

/// The methods of a lifetime in which each running call has a hold on its context.
macro_rules! by_hold {
    () => {
        const HOLDS: bool = true;

        #[inline(always)]
        unsafe fn release<C: Callback + ?Sized, F>(found: NonNull<()>) -> bool {
            // SAFETY: the call has a hold (the caller's promise).
            unsafe { Held::<C, F>::release(found) }
        }

        #[inline(always)]
        unsafe fn fail<C: Callback + ?Sized, F, M: $crate::contexts::method::MethodOf<C>>(
            found: NonNull<()>,
            payload: Option<$crate::faults::unwind::Payload>,
            method: M,
        ) -> M::Return {
            // SAFETY: `found` is the address of the core.
            let head = unsafe { Held::<C, F>::head(found) };
            // SAFETY: the call was admitted and has not left (the caller's promise), and it has a hold.
            unsafe { $crate::lifetimes::heap::fail::<C::Kind, M>(found, head, payload, method) }
        }

        #[inline(always)]
        unsafe fn after_release<C: Callback + ?Sized, F, T>(found: NonNull<()>, result: T) -> T {
            // SAFETY: `found` is the address of the core.
            let head = unsafe { Held::<C, F>::head(found) };
            // SAFETY: `release` released the last hold.
            unsafe { $crate::lifetimes::heap::free_after(head, result) }
        }
    };
}
pub(crate) use by_hold;
