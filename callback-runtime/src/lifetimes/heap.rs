//! A context on the heap and its holds, for `once` and `notified`.

use alloc::boxed::Box;
use core::ptr::NonNull;

use crate::contexts::context::Context;
use crate::contract::callback::Callback;
use crate::contract::kind::Kind;
use crate::contract::user_data::UserData;
use crate::lifetimes::holds::Holds;

/// A context that lives until its last hold is gone.
#[repr(C)]
pub(crate) struct Held<C: Callback, F> {
    context: Context<C, F>,
    holds: Holds,
}

impl<C: Callback, F> Held<C, F> {
    /// Returns the holds of the context at `context`.
    ///
    /// # Safety
    ///
    /// - `context` points to the context of a `Held` that lives for `'a`.
    #[inline(always)]
    pub(crate) unsafe fn holds<'a>(context: NonNull<Context<C, F>>) -> &'a Holds {
        let held = context.cast::<Self>().as_ptr();
        // SAFETY: the context is the first field of a live `Held` (the caller's promise), and the pointer came
        // from the box of the whole.
        unsafe { &(*held).holds }
    }

    /// Frees the context at `context`. Reports a panic of a destructor, which ends here.
    ///
    /// # Safety
    ///
    /// - `context` points to the context of a `Held`, and the caller released its last hold.
    #[cold]
    pub(crate) unsafe fn free(context: NonNull<Context<C, F>>) {
        let held = context.cast::<Self>().as_ptr();
        // SAFETY: the pointer came from `Box::into_raw`, and nobody has a hold anymore (the caller's promise).
        C::SITE.drop_captures(unsafe { Box::from_raw(held) });
    }

    /// Releases a call's hold. Returns `true` if that was the last hold.
    ///
    /// # Safety
    ///
    /// - `context` points to the context of a `Held`. The caller has a call's hold on it, and does not use it
    ///   after this, unless it is the last.
    #[inline(always)]
    pub(crate) unsafe fn release(context: NonNull<Context<C, F>>) -> bool {
        // SAFETY: the caller has a hold, so the `Held` is alive.
        let holds = unsafe { Self::holds(context) };
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
pub(crate) unsafe extern "C" fn free_after<C: Callback, F>(
    context: NonNull<Context<C, F>>,
    result: C::Return,
) -> C::Return {
    // SAFETY: the caller's promise.
    unsafe { Held::free(context) };
    result
}

/// A hand-over to C that has begun, and its hold on the context.
pub(crate) struct HandOver<C: Callback, F>(NonNull<Context<C, F>>);

impl<C: Callback, F> HandOver<C, F> {
    pub(crate) fn new(mut context: Context<C, F>) -> Self {
        context.set_owner();
        let held = Box::into_raw(Box::new(Held { context, holds: Holds::handing_over() }));
        // SAFETY: a box is not null.
        Self(unsafe { NonNull::new_unchecked(held) }.cast())
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
            // SAFETY: the hand-over has a hold until it is dropped, so the `Held` is alive.
            let holds = unsafe { Held::<C, F>::holds(self.0) };
            holds.release_c();
        }
        result
    }
}

impl<C: Callback, F> Drop for HandOver<C, F> {
    fn drop(&mut self) {
        // SAFETY: this is the hold of the hand-over, which ends here.
        if unsafe { Held::release(self.0) } {
            // SAFETY: that was the last hold.
            unsafe { Held::free(self.0) };
        }
    }
}
