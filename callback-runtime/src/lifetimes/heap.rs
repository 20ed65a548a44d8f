//! A context on the heap and its holds, for `once` and `notified`.

use alloc::boxed::Box;
use core::mem::MaybeUninit;
use core::ptr::{self, NonNull};

use crate::contexts::context::Context;
use crate::contract::callback::Callback;
use crate::contract::kind::Kind;
use crate::contract::user_data::UserData;
use crate::lifetimes::holds::{Holds, Left};

/// A context that lives until its last hold is gone.
#[repr(C)]
pub(crate) struct Held<C: Callback + ?Sized, F> {
    context: Context<C, F>,
    holds: Holds,
}

impl<C: Callback + ?Sized, F> Held<C, F> {
    /// Returns the `Held` that has its context's core at this address.
    ///
    /// # Safety
    ///
    /// - `core` is the address of the core of the context of a `Held`.
    #[inline(always)]
    unsafe fn of_core(core: NonNull<()>) -> NonNull<Self> {
        // SAFETY: the caller's promise. The context is the first field, and the pointer came from the box of the
        // whole.
        unsafe { Context::<C, F>::of_core(core) }.cast()
    }

    /// Returns the holds of a context.
    ///
    /// # Safety
    ///
    /// - `core` is the address of the core of the context of a `Held` that lives for `'a`.
    #[inline(always)]
    pub(crate) unsafe fn holds<'a>(core: NonNull<()>) -> &'a Holds {
        // SAFETY: the caller's promise.
        let held = unsafe { Self::of_core(core) }.as_ptr();
        // SAFETY: the `Held` is alive (the caller's promise).
        unsafe { &(*held).holds }
    }

    /// Frees a context. Reports a panic of a destructor, which ends here.
    ///
    /// # Safety
    ///
    /// - `core` is the address of the core of the context of a `Held`, and the caller released its last hold.
    #[cold]
    pub(crate) unsafe fn free(core: NonNull<()>) {
        // SAFETY: the caller's promise.
        let held = unsafe { Self::of_core(core) }.as_ptr();
        // SAFETY: the pointer came from `Box::into_raw`, and nobody has a hold anymore (the caller's promise).
        C::SITE.drop_captures(unsafe { Box::from_raw(held) });
    }

    /// Frees a context whose handler has been moved out.
    ///
    /// # Safety
    ///
    /// - As for [`free`](Self::free), and the handler has been moved out.
    pub(crate) unsafe fn free_without_handler(core: NonNull<()>) {
        // SAFETY: the caller's promise.
        let held = unsafe { Self::of_core(core) }.as_ptr();
        // SAFETY: the `Held` is alive, and nobody has a hold anymore (the caller's promise).
        let rest = unsafe { &raw mut (*held).context.core };
        // SAFETY: as above. The rest has no other user, and is not used after this.
        unsafe { ptr::drop_in_place(rest) };
        // SAFETY: the pointer came from `Box::into_raw`. What is left in the box has been dropped, has been moved
        // out, or has no destructor.
        drop(unsafe { Box::from_raw(held.cast::<MaybeUninit<Self>>()) });
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

/// Frees a context after its last call, and returns the result of that call.
///
/// # Safety
///
/// - As for [`Held::free`].
#[cold]
#[inline(never)]
#[allow(improper_ctypes_definitions, reason = "`extern` for its `nounwind`; C never sees it")]
pub(crate) unsafe extern "C" fn free_after<C: Callback + ?Sized, F, T>(
    core: NonNull<()>,
    result: T,
) -> T {
    // SAFETY: the caller's promise.
    unsafe { Held::<C, F>::free(core) };
    result
}

/// A hand-over to C that has begun, and its hold on the context.
pub(crate) struct HandOver<C: Callback + ?Sized, F>(NonNull<Held<C, F>>);

impl<C: Callback + ?Sized, F> HandOver<C, F> {
    pub(crate) fn new(mut context: Context<C, F>) -> Self {
        context.set_owner();
        let held = Box::into_raw(Box::new(Held { context, holds: Holds::handing_over() }));
        // SAFETY: a box is not null.
        Self(unsafe { NonNull::new_unchecked(held) })
    }

    pub(crate) fn raw_context(&self) -> C::Context {
        C::Context::from_ptr(self.0.as_ptr().cast())
    }

    /// Ends the hand-over. If C refused, releases C's hold, so that the closure is dropped unless C used it up.
    ///
    /// If the hand-over panics, this is not reached. Nobody knows then whether C has the context, so C's hold
    /// stays.
    pub(crate) fn conclude<T, E>(self, result: Result<T, E>) -> Result<T, E> {
        if result.is_err() {
            self.holds().release_c();
        }
        result
    }

    fn holds(&self) -> &Holds {
        let held = self.0.as_ptr();
        // SAFETY: the hand-over has a hold until it is dropped, so the `Held` is alive.
        unsafe { &(*held).holds }
    }
}

impl<C: Callback + ?Sized, F> Drop for HandOver<C, F> {
    fn drop(&mut self) {
        // SAFETY: the core is so far from the beginning of the `Held`, which is alive.
        let core = unsafe { self.0.byte_add(Context::<C, F>::CORE) }.cast();
        match self.holds().release_hand_over() {
            // SAFETY: that was the last hold.
            Left::Nobody => unsafe { Held::<C, F>::free(core) },
            // SAFETY: that was the last hold, and a method has consumed the handler.
            Left::NobodyAndNoHandler => unsafe { Held::<C, F>::free_without_handler(core) },
            Left::Others => {}
        }
    }
}
