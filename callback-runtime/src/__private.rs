//! The items that generated code names, besides `::core`, `checks` and the user's own tokens. Not part of the contract.

use core::ffi::c_void;
use core::mem::needs_drop;
use core::ptr;

#[cfg(not(feature = "alloc"))]
pub use self::without_alloc::run_consuming;
pub use crate::calls::accepts::Accepts;
pub use crate::calls::arguments::Untouched;
use crate::calls::arguments::{Arguments, Invokes};
use crate::calls::call::Unused;
pub use crate::calls::call::{Call, Escapes, Ignored};
pub use crate::calls::fallback::{OrNone, abort, fallback};
pub use crate::calls::function::{Promised, run_function};
pub use crate::calls::lifetime::Lifetime;
pub use crate::calls::outward::{Constant, Keys, Mapping, Outward, Whole};
pub use crate::contexts::context::Context;
pub use crate::contexts::method::{MethodOf, OneOf, Only};
pub use crate::contract::callback::Callback;
use crate::contract::callback::Escape;
pub use crate::contract::convert::{FromC, IntoC};
pub use crate::contract::kind::Kind;
pub use crate::contract::outcome::{Outcome, Plain};
pub use crate::contract::received::{normalize, truncate};
pub use crate::contract::user_data::UserData;
pub use crate::faults::fault::Site;
use crate::faults::unwind;
#[cfg(feature = "load")]
pub use crate::imports::loaded::Library;
#[cfg(feature = "alloc")]
pub use crate::lifetimes::consume::run_consuming;
#[cfg(feature = "alloc")]
pub use crate::lifetimes::notified::Notified;
#[cfg(feature = "std")]
pub use crate::slots::cell::SlotCell;
#[cfg(feature = "std")]
pub use crate::slots::declaration::{Slots, Slotted};
#[cfg(feature = "std")]
pub use crate::slots::slot_context::SlotContext;
#[cfg(feature = "load")]
pub use std::sync::OnceLock;

/// The destroy functions of the usual form, by their calling conventions.
pub mod destroy {
    pub use crate::contract::destroy::*;
}

/// The kinds.
pub mod kind {
    pub use crate::contract::kind::*;
}

/// The body of `new`.
#[inline]
pub fn context<C: Callback<Base = ()> + ?Sized, F, D>(closure: F) -> Context<C, F, D> {
    Context::new((), closure)
}

/// The body of `new` for a trait with `base`.
#[inline]
pub fn context_with_base<C: Callback + ?Sized, F, D>(
    base: C::Base,
    handler: F,
) -> Context<C, F, D> {
    const {
        assert!(!needs_drop::<C::Base>(), "a struct of C has no destructor");
    }
    Context::new(base, handler)
}

/// The body of `new` for a declaration without user data.
#[cfg(feature = "std")]
#[inline]
pub fn slot_context<C: Slots, F>(closure: F) -> SlotContext<C, F> {
    SlotContext::new(closure)
}

/// The body of a trampoline: converts what C passed, invokes the closure, and returns to C what `outward` makes
/// of the result.
///
/// # Safety
///
/// - `context` is `None` if there is no callback yet, or null, or what C got together with the function
///   `C::function::<L>()` of `C: Accepts<F>`, and C keeps the promises of the declaration and of the lifetime.
/// - `arguments` is the rest of what C passed, for the parameters of the closure in their order.
#[inline(always)]
pub unsafe fn run<L, C, F, R, P, O>(
    context: Option<C::Context>,
    arguments: P,
    outward: O,
) -> C::Return
where
    L: Lifetime,
    C: Callback,
    C::Kind: Invokes<F, P::Converted, R>,
    P: Arguments,
    O: Outward<C::Return, R, Escape<C>>,
{
    let invoke = |arguments, call: Call<'_, C, F>, outward: O| {
        let (closure, escapes) = call.into_parts();
        outward.return_to_c(C::Kind::invoke(closure, arguments), |value| escapes.put(value))
    };
    // SAFETY: the caller's promise.
    unsafe { run_with::<L, C, F, _, _, R, P, O>(context, Only::NEW, arguments, outward, invoke) }
}

/// Returns the function of a declaration that has one, for [`run_with`].
#[inline(always)]
#[must_use]
pub fn only<R>() -> Only<R> {
    Only::NEW
}

/// The body of a trampoline for which [`run`] does not do, since it is that of a method, or since its closure has more
/// parameters: `invoke` takes the call apart, calls the closure and uses `outward`.
///
/// # Safety
///
/// - As for [`run`], where `method` is the function of `C` that C has called. `invoke` captures nothing.
#[inline(always)]
pub unsafe fn run_with<L, C, F, U, M, R, P, O>(
    context: Option<U>,
    method: M,
    arguments: P,
    outward: O,
    invoke: impl FnOnce(P::Converted, Call<'_, C, F>, O) -> M::Return,
) -> M::Return
where
    L: Lifetime,
    C: Callback + ?Sized,
    U: UserData,
    M: MethodOf<C>,
    P: Arguments,
    O: Outward<M::Return, R, Escape<C>>,
{
    const {
        assert!(
            !(L::OUTLIVES_CALL && O::CAPTURES),
            "a closure in a key that names parameters of the C call cannot run on another thread"
        );
    }
    let invoke = move |arguments, call: Call<'_, C, F>| invoke(arguments, call, outward);
    let (arguments, invoke) = (Unused::new(arguments), Unused::new(invoke));
    let Some(context) = context else {
        arguments.discard();
        return method.constants().1;
    };
    let raw = Context::<C, F>::core_of(context.into_ptr());
    // SAFETY: the caller's promise.
    match unsafe { L::find::<C::Kind>(raw) } {
        // SAFETY: `find` found this, for the arguments of this call.
        Some(found) => unsafe { L::call(found, arguments, method, invoke) },
        // SAFETY: `find` returned `None` for `raw`, in this call.
        None => unsafe { L::not_found(raw, arguments, method, invoke) },
    }
}

/// Evaluates `context = <expression>`. Returns null if the expression panics, and `None` if there is no callback
/// yet.
#[inline(always)]
pub fn locate(expression: impl FnOnce() -> Option<*mut ()>) -> Option<*mut c_void> {
    match unwind::catch(expression) {
        Ok(found) => found.map(<*mut ()>::cast),
        Err(payload) => {
            unwind::drop_quietly(payload);
            Some(ptr::null_mut())
        }
    }
}

/// The body of a destroy function that the declaration describes: ends the context that was found, if C has one.
///
/// # Safety
///
/// - As for [`Destructor::destroy`](destroy::Destructor::destroy), for the context that `found` has.
pub unsafe fn run_destroy<D: destroy::Destructor, P>(found: Option<*mut P>) {
    if let Some(context) = found {
        // SAFETY: the caller's promise.
        unsafe { D::destroy(context.cast()) };
    }
}

/// The type `!`, which stable Rust names in the results of functions alone.
pub type Never = <fn() -> ! as Returns>::Output;

/// A function pointer.
pub trait Returns {
    /// The type of its result.
    type Output;
}

impl<R> Returns for fn() -> R {
    type Output = R;
}

/// What generated code names, but does not use, if this crate has no `alloc`.
#[cfg(not(feature = "alloc"))]
mod without_alloc {
    use super::{Escapes, MethodOf, Outward, UserData};
    use crate::calls::arguments::Arguments;
    use crate::contract::callback::{Callback, Escape};

    /// The body of the trampoline of a method with `self`, which cannot be handed over: that takes `notified`.
    ///
    /// # Safety
    ///
    /// - This is not called.
    #[must_use]
    pub unsafe fn run_consuming<C, F, U, M, R, P, O>(
        _: Option<U>,
        _: M,
        _: P,
        _: O,
        _: impl FnOnce(P::Converted, F, Escapes<'_, C>, O) -> M::Return,
    ) -> M::Return
    where
        C: Callback + ?Sized,
        U: UserData,
        M: MethodOf<C>,
        P: Arguments,
        O: Outward<M::Return, R, Escape<C>>,
    {
        unreachable!("without `notified`, C has no such function")
    }
}

/// Expands to what needs the feature `alloc` of this crate.
#[cfg(feature = "alloc")]
#[doc(hidden)]
#[macro_export]
macro_rules! __with_alloc {
    ($($item:tt)*) => { $($item)* };
}

/// Expands to nothing, because this crate has no `alloc`.
#[cfg(not(feature = "alloc"))]
#[doc(hidden)]
#[macro_export]
macro_rules! __with_alloc {
    ($($item:tt)*) => {};
}

/// Defines the slots of a declaration: its cells, and a stub for each cell. A stub only jumps to another function, and
/// passes its cell.
///
/// `$number` is the number of each stub. If C passes its own `bool`, a stub takes it as a byte. A call gives
/// `$returned`, and `$finish` turns that into what C gets. `$level` is the level of the lint for types that C does not
/// have. `$threads` says which threads may call a closure of the `$kind`: `one_thread` or `any_thread`. All names begin
/// with `__`, because hygiene does not keep a variable apart from a constant or static in the user's crate.
#[doc(hidden)]
#[macro_export]
macro_rules! __slots {
    (
        $abi:literal fn($($argument:ident: $ty:ty),*) -> $return:ty, $level:ident;
        $threads:ident $kind:ident, $name:literal, $fallback:expr;
        |$result:ident: $returned:ty| $finish:expr;
        $count:literal: $($number:literal)*;
        impl [$($declared:tt)*] for [$($declaration:tt)*] [$($conditions:tt)*]
    ) => {
        type __Trampoline = unsafe extern $abi fn($($ty,)* *mut ::core::ffi::c_void) -> $returned;
        const __SITE: &$crate::__private::Site = &$crate::__private::Site::new($name);
        const __FALLBACK: $returned = $fallback;
        type __Stubs = [unsafe extern $abi fn($($ty),*) -> $return; $count];
        static __CELLS: [$crate::__private::SlotCell; $count] = {
            // SAFETY: `__shared` takes what C passes to a stub, and the cell, which it enters or refuses.
            let __cells =
                [const { unsafe { $crate::__private::SlotCell::new(__shared as *const ()) } }; $count];
            let __stubs: __Stubs = [$(__stub::<$number>),*];
            // SAFETY: function pointers have the size of pointers.
            let __stubs = unsafe { ::core::mem::transmute::<__Stubs, [*mut (); $count]>(__stubs) };
            // SAFETY: each stub has the number of its cell.
            unsafe { $crate::__private::SlotCell::with_stubs(__cells, __stubs) }
        };

        // Not inlined in each stub.
        #[inline(never)]
        #[allow(improper_ctypes_definitions)]
        unsafe extern $abi fn __shared(
            $($argument: $ty,)* __cell: *mut ::core::ffi::c_void
        ) -> $returned {
            // SAFETY: a stub passes its cell, which is static.
            let __cell = unsafe { &*__cell.cast::<$crate::__private::SlotCell>() };
            let __arguments = ($($argument,)*);
            $crate::__slots!(@shared $threads $kind __cell __arguments |$($argument),*|)
        }

        #[$level(improper_ctypes_definitions)]
        unsafe extern $abi fn __stub<const __AT: usize>($($argument: $ty),*) -> $return {
            let __cell = &__CELLS[__AT];
            let __target = $crate::__slots!(@target $threads __cell);
            // SAFETY: the target of the cell has this type, see the invariants of `SlotCell`.
            let __function =
                unsafe { ::core::mem::transmute::<*const (), __Trampoline>(__target) };
            // SAFETY: C keeps its promises for the stub, and the last argument is its cell.
            let $result =
                unsafe { __function($($argument,)* ::core::ptr::from_ref(__cell).cast_mut().cast()) };
            $finish
        }

        unsafe impl $($declared)* $crate::__private::Slots for $($declaration)* $($conditions)* {
            // Not inlined in other crates, so that the static is private to this one.
            #[inline(never)]
            fn cells() -> &'static [$crate::__private::SlotCell] {
                &__CELLS
            }
        }
    };

    // A closure that belongs to a thread is called by its own trampoline alone.
    (@target one_thread $cell:ident) => { $cell.trampoline() };
    (@shared one_thread $kind:ident $cell:ident $arguments:ident |$($argument:ident),*|) => {
        $cell.refuse::<$crate::__private::kind::$kind, _, _>(__SITE, __FALLBACK, $arguments)
    };

    (@target any_thread $cell:ident) => { __shared as *const () };
    (@shared any_thread $kind:ident $cell:ident $arguments:ident |$($argument:ident),*|) => {
        $cell.enter_and_call::<$crate::__private::kind::$kind, _, _>(
            __SITE, || __FALLBACK, $arguments,
            |($($argument,)*), __trampoline, __context| {
                // SAFETY: the trampoline of the cell has this type, see the invariants of `SlotCell`.
                let __trampoline =
                    unsafe { ::core::mem::transmute::<*const (), __Trampoline>(__trampoline) };
                // SAFETY: C keeps its promises for the stub, and this call has entered the entry with the
                // context.
                unsafe { __trampoline($($argument,)* __context) }
            },
        )
    };
}
