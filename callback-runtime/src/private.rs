//! What generated code names, beside `::core` and the user's own tokens. No part of the contract.

use core::cell::UnsafeCell;
use core::ffi::c_void;
use core::mem::MaybeUninit;
use core::ops::ControlFlow;
use core::ptr::{self, NonNull};

pub use crate::accepts::Accepts;
pub use crate::callback::Callback;
use crate::callback::Escape;
pub use crate::context::Context;
use crate::context::Core;
pub use crate::convert::{FromC, IntoC};
pub use crate::fault::Site;
use crate::first::First;
use crate::header;
pub use crate::kind::Kind;
pub use crate::lifetime::Lifetime;
pub use crate::outcome::{Outcome, Plain};
#[cfg(feature = "std")]
pub use crate::pool::SlotCell;
#[cfg(feature = "std")]
pub use crate::slot::{AcceptsInSlot, SlotContext, Slots, Slotted};
use crate::unwind;
use crate::user_data::UserData;

/// The calling conventions.
pub mod abi {
    pub use crate::abi::*;
}

/// The contracts.
pub mod kind {
    pub use crate::kind::*;
}

/// The body of `new`.
#[inline]
pub fn context<C: Accepts<F>, F>(closure: F) -> Context<C, F> {
    Context::new(closure)
}

/// The body of `new` where C has no user data.
#[cfg(feature = "std")]
#[inline]
pub fn slot_context<C: AcceptsInSlot<F>, F>(closure: F) -> SlotContext<C, F> {
    SlotContext::new(closure)
}

/// A call that was admitted.
pub struct Call<'a, C: Callback, F> {
    closure: &'a UnsafeCell<<C::Kind as Kind>::Stored<F>>,
    escape: &'a First<Escape<C>>,
}

impl<'a, C: Callback, F> Call<'a, C, F> {
    /// The closure, to be entered now, and the way past C.
    #[inline(always)]
    #[must_use]
    pub fn open(self) -> (<C::Kind as Kind>::Access<'a, F>, Escapes<'a, C>) {
        // SAFETY: the call was admitted, has not left, and is used up here.
        (unsafe { C::Kind::access::<F>(self.closure) }, Escapes(self.escape))
    }
}

/// The way past C, for the value of one call.
pub struct Escapes<'a, C: Callback>(&'a First<Escape<C>>);

impl<C: Callback> Escapes<'_, C> {
    /// C gets the closure's result.
    #[inline(always)]
    pub fn plain<R: IntoC<C::Return>>(self, result: R) -> C::Return {
        result.into_c()
    }

    /// C gets `go_on` or `stop`.
    #[inline(always)]
    pub fn control_flow(
        self,
        result: ControlFlow<Escape<C>>,
        go_on: C::Return,
        stop: C::Return,
    ) -> C::Return {
        match result {
            ControlFlow::Continue(()) => go_on,
            ControlFlow::Break(value) => {
                self.put(value);
                stop
            }
        }
    }

    /// C gets what the closure made, or `err`.
    #[inline(always)]
    pub fn result<T: IntoC<C::Return>>(
        self,
        result: Result<T, Escape<C>>,
        err: C::Return,
    ) -> C::Return {
        match result {
            Ok(value) => value.into_c(),
            Err(error) => {
                self.put(error);
                err
            }
        }
    }

    /// C gets `ok` or `err`.
    #[inline(always)]
    pub fn unit_result<T>(
        self,
        result: Result<T, Escape<C>>,
        ok: C::Return,
        err: C::Return,
    ) -> C::Return {
        match result {
            Ok(_) => ok,
            Err(error) => {
                self.put(error);
                err
            }
        }
    }

    /// Keeps the first; a later one is dropped, in the call that it came from.
    #[cold]
    fn put(self, value: Escape<C>) {
        drop(self.0.put(value));
    }
}

/// The body of a trampoline.
///
/// # Safety
///
/// - `context` is null, or what C got together with the function `C::function::<L>()` of
///   `C: Accepts<F>`, and C keeps the promises of the declaration and of the lifetime.
/// - `body` converts what C passed, opens the call, and enters the closure.
#[inline(always)]
pub unsafe fn call<L, C, F>(
    context: C::Context,
    body: impl FnOnce(Call<'_, C, F>) -> Option<C::Return>,
) -> C::Return
where
    L: Lifetime,
    C: Callback,
{
    let raw = context.into_ptr();
    // SAFETY: the caller's promise.
    let Some((context, found)) = (unsafe { L::find(raw) }) else {
        return header::no_context(C::SITE, L::lost(raw), C::FALLBACK);
    };
    let context = context.cast::<Context<C, F>>();
    // SAFETY: a context that was found is alive. Only shared references to it are formed: another
    // call may be running.
    let Context { core: Core { header, escape }, closure, .. } = unsafe { context.as_ref() };
    if !C::Kind::admit(&header.gate) {
        // SAFETY: the context is alive until the hook has been told.
        let refused = unsafe { header::refuse(NonNull::from(header), L::ONCE) };
        // SAFETY: the context is not used after this.
        unsafe { L::leave(found) };
        return refused;
    }
    // SAFETY: the call was admitted; `L` is the lifetime that the function was made for.
    if !unsafe { L::hold(context) } {
        // Without leaving the gate: this closes it.
        let expired = header::expire(header);
        // SAFETY: the context is not used after this.
        unsafe { L::leave(found) };
        return expired;
    }
    let result = match unwind::catch(|| body(Call { closure, escape })) {
        Ok(Some(value)) => {
            // SAFETY: the call was admitted, and ends here.
            unsafe { C::Kind::leave(&header.gate) };
            value
        }
        Ok(None) => header::reject(header),
        Err(payload) => header::panicked(header, payload),
    };
    // SAFETY: `hold` returned `true`, and the context is not used after this.
    unsafe { L::release(context, found) };
    result
}

/// Evaluates `context = <expression>`; where that panics, it has found nothing.
#[inline(always)]
pub fn locate<P: UserData>(expression: impl FnOnce() -> P) -> *mut c_void {
    match unwind::catch(expression) {
        Ok(found) => found.into_ptr().cast(),
        Err(payload) => {
            unwind::drop_quietly(payload);
            ptr::null_mut()
        }
    }
}

/// C's `bool`, in which C may have left any byte.
///
/// # Safety
///
/// - C passed `raw`, so it is some byte.
#[inline(always)]
#[must_use]
pub unsafe fn normalise(raw: MaybeUninit<bool>) -> bool {
    // SAFETY: some byte is a `u8`.
    unsafe { raw.as_ptr().cast::<u8>().read() != 0 }
}

/// A typedef of C's for the function pointers of a callback.
#[diagnostic::on_unimplemented(
    message = "the prototype is not that of `{Self}`",
    label = "the prototype makes `{Function}`",
    note = "a typedef matches if it is that type or an `Option` of it; `unsafe` is part of the type"
)]
pub trait Matches<Function> {}
impl<Function> Matches<Function> for Function {}
#[diagnostic::do_not_recommend]
impl<Function> Matches<Function> for Option<Function> {}

/// Compiles if `Typedef` is the type of `C`'s function pointers.
pub const fn matches<Function, Typedef: Matches<Function>>() {}

/// An expression that the attribute did not parse.
#[doc(hidden)]
#[macro_export]
macro_rules! __expression {
    ($value:expr) => {
        $value
    };
}
