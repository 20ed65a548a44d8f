//! The lifetimes, as types: how a trampoline finds its context, keeps it alive, and runs the call.

use core::mem::ManuallyDrop;
use core::ptr::NonNull;

use crate::calls::arguments::Arguments;
use crate::calls::call::{Call, Unused};
use crate::contexts::cold;
use crate::contexts::context::{Context, Core};
use crate::contexts::method::{Method, MethodOf};
use crate::contexts::record::FreedBy;
use crate::contract::callback::Callback;
use crate::contract::gate::Gate;
use crate::contract::kind::Kind;
use crate::contract::prefix::prefix;
use crate::faults::unwind::{self, Payload};

/// How a trampoline finds its context, and keeps it alive while a call is running.
pub trait Lifetime {
    /// Who frees the context if a call is refused.
    const FREED_BY: FreedBy;
    /// Whether a call that was admitted has to get a hold on its context. If not, no code for that is compiled in each
    /// declaration.
    const HOLDS: bool = false;
    /// Whether a call has to release its context. If not, no code for that is compiled in each declaration.
    const RELEASES: bool = true;
    /// Whether the closure may still run when C's call has returned, because it runs on another thread. A closure
    /// in a key must then have captured nothing of the call:
    ///
    /// ```
    /// # use callback_runtime::{Dispatcher, callback};
    /// # use core::ffi::{c_int, c_void};
    /// #[callback(
    ///     extern "C" fn(_level: c_int, context: *mut c_void) -> c_int,
    ///     ok = |()| 0, err = |()| { std::println!("an error"); 1 }, fallback = 2,
    /// )]
    /// type Log = dyn FnMut() -> Result<(), ()>;
    ///
    /// let _ = Log::new(|| Ok(())).dispatch(&Dispatcher::new(1)).register::<(), ()>(|_, _| Err(()), |_, _, ()| Err(()));
    /// ```
    ///
    /// Generated code looks for the names of parameters, also in strings. This finds a name that it cannot see:
    ///
    /// ```compile_fail,E0080
    /// # use callback_runtime::{Dispatcher, callback};
    /// # use core::ffi::{c_int, c_void};
    /// #[callback(
    ///     extern "C" fn(_level: c_int, context: *mut c_void) -> c_int,
    ///     ok = |()| 0, err = |()| { std::println!("an error of {\u{5f}level}"); 1 }, fallback = _level,
    /// )]
    /// type Log = dyn FnMut() -> Result<(), ()>;
    ///
    /// let _ = Log::new(|| Ok(())).dispatch(&Dispatcher::new(1)).register::<(), ()>(|_, _| Err(()), |_, _, ()| Err(()));
    /// ```
    const OUTLIVES_CALL: bool = false;
    /// What keeps a context alive from the moment that it is found.
    type Found<K: Kind>: Copy;

    /// Finds the context of a call, and what keeps it alive. Returns `None` if there is no context that the
    /// call may enter.
    ///
    /// # Safety
    ///
    /// - `raw` is what C passed to a trampoline for this lifetime, and C keeps the promises of this lifetime.
    unsafe fn find<K: Kind>(raw: *mut ()) -> Option<(NonNull<()>, Self::Found<K>)>;

    /// Returns what C gets from a call that did not find its context.
    ///
    /// # Safety
    ///
    /// - `find` returned `None` for `raw`, in this call.
    /// - As for `find` and [`call`](Lifetime::call).
    unsafe fn not_found<C: Callback + ?Sized, F, P: Arguments, M: MethodOf<C>>(
        raw: *mut (),
        arguments: Unused<P>,
        method: M,
        invoke: Unused<impl FnOnce(P::Converted, Call<'_, C, F>) -> M::Return>,
    ) -> M::Return;

    /// Returns the context that was found.
    ///
    /// # Safety
    ///
    /// - `find` returned `found` to this call, which has not released it.
    unsafe fn context<K: Kind>(found: Self::Found<K>) -> NonNull<()>;

    /// Admits a call that has found its context.
    ///
    /// # Safety
    ///
    /// - `find` returned `found` to this call, which has not released it. The context is one for `F`, and begins with
    ///   this gate.
    #[inline(always)]
    unsafe fn admit<C: Callback + ?Sized, F>(_: Self::Found<C::Kind>, gate: &Gate) -> bool {
        C::Kind::admit(gate)
    }

    /// Lets the call leave the gate.
    ///
    /// # Safety
    ///
    /// - `admit` returned `true` to this call, which has not left.
    #[inline(always)]
    unsafe fn leave<K: Kind>(found: Self::Found<K>) {
        // SAFETY: `find` returned `found` to this call, which has not released it (the caller's promise).
        let context = unsafe { Self::context::<K>(found) };
        // SAFETY: so the context is alive, and begins with a gate.
        let gate = unsafe { prefix::<Gate>(context) };
        // SAFETY: `admit` returned `true` to this call, which has not left (the caller's promise).
        unsafe { K::leave(gate) };
    }

    /// Runs a call: converts what C passed and invokes the closure, under all guards.
    ///
    /// # Safety
    ///
    /// - `find` returned `found` to this call, which uses it for nothing else. The context is one for `F`.
    /// - `arguments` are all arguments of the closure.
    #[inline(always)]
    unsafe fn call<C: Callback + ?Sized, F, P: Arguments, M: MethodOf<C>>(
        found: (NonNull<()>, Self::Found<C::Kind>),
        arguments: Unused<P>,
        method: M,
        invoke: Unused<impl FnOnce(P::Converted, Call<'_, C, F>) -> M::Return>,
    ) -> M::Return {
        // SAFETY: the caller's promises are the duties of `run`.
        unsafe { run::<Self, C, F, P, M>(found, arguments, method, invoke) }
    }

    /// Holds the context for a call that was admitted. Returns `false` if C has had its call, or if the gate has closed
    /// before this call has got its hold.
    ///
    /// # Safety
    ///
    /// - `find` returned `found` to this call, and [`admit`](Lifetime::admit) has admitted the call, for this gate.
    #[inline(always)]
    #[must_use]
    unsafe fn hold<C: Callback + ?Sized, F>(_: Self::Found<C::Kind>, _: &Gate) -> bool {
        true
    }

    /// Returns what C gets from a call for which [`hold`](Lifetime::hold) returned `false`.
    ///
    /// # Safety
    ///
    /// - `hold` returned `false` to this call, which does not use the context after this.
    unsafe fn refuse_unheld<C: Callback + ?Sized, F, M: MethodOf<C>>(
        found: Self::Found<C::Kind>,
        method: M,
    ) -> M::Return {
        // SAFETY: `find` returned `found` to this call (the caller's promise).
        let context = unsafe { Self::context::<C::Kind>(found) };
        // SAFETY: the hand-over or another call holds the context. This call was admitted and has not left.
        unsafe { cold::refuse_expired(context, method) }
    }

    /// Releases the context that [`find`](Lifetime::find) or [`hold`](Lifetime::hold) keeps alive. If this returns
    /// `true`, the caller has to call [`after_release`](Lifetime::after_release).
    ///
    /// # Safety
    ///
    /// - `find` returned `found` to this call, and if the lifetime `HOLDS`, then `hold` returned `true`. The call does
    ///   not use the context after this.
    unsafe fn release<C: Callback + ?Sized, F>(found: Self::Found<C::Kind>) -> bool;

    /// Does what is due after the last call that held the context. Returns `result`, so that a trampoline can
    /// end with this call and keep nothing across it.
    ///
    /// # Safety
    ///
    /// - `release` returned `true` to this call.
    unsafe fn after_release<C: Callback + ?Sized, F, T>(
        found: Self::Found<C::Kind>,
        result: T,
    ) -> T;

    /// Returns what C gets from a call that was not admitted. Lets go of what was found.
    ///
    /// # Safety
    ///
    /// - `find` returned `found` to this call, which does not use the context after this. The context is one of the
    ///   declaration that has the `method`.
    unsafe fn refuse<K: Kind, M: Method>(found: Self::Found<K>, method: M) -> M::Return;

    /// Returns what C gets from a call that ended in a fault: a panic if there is a payload, else an argument
    /// that cannot be converted. Releases the context.
    ///
    /// # Safety
    ///
    /// - As for `release`, and the gate has admitted this call, which has not left.
    #[inline(always)]
    unsafe fn fail<C: Callback + ?Sized, F, M: MethodOf<C>>(
        found: Self::Found<C::Kind>,
        payload: Option<Payload>,
        method: M,
    ) -> M::Return {
        let payload = ManuallyDrop::new(payload);
        // SAFETY: `find` returned `found` to this call, which has not released it (the caller's promise).
        let context = unsafe { Self::context::<C::Kind>(found) };
        // SAFETY: so the context is alive, and the call was admitted and has not left (the caller's promise).
        let result = unsafe { cold::fail::<M>(context, ManuallyDrop::into_inner(payload), method) };
        // SAFETY: the caller's promise is that of `release`.
        if Self::RELEASES && unsafe { Self::release::<C, F>(found) } {
            // SAFETY: `release` returned `true`.
            return unsafe { Self::after_release::<C, F, _>(found, result) };
        }
        result
    }
}

/// Runs a call that has found its context: converts what C passed and invokes the closure, under all guards.
///
/// # Safety
///
/// - As for [`Lifetime::call`].
#[inline(always)]
pub(crate) unsafe fn run<L, C, F, P, M>(
    (context, found): (NonNull<()>, L::Found<C::Kind>),
    arguments: Unused<P>,
    method: M,
    invoke: Unused<impl FnOnce(P::Converted, Call<'_, C, F>) -> M::Return>,
) -> M::Return
where
    L: Lifetime + ?Sized,
    C: Callback + ?Sized,
    P: Arguments,
    M: MethodOf<C>,
{
    // SAFETY: the context was found and is not released, so it is alive, and it is one for `F` (the caller's
    // promise). Only a shared reference to it is formed, because another call may be running.
    let Core { header, escape } = unsafe { context.cast::<Core<C>>().as_ref() };
    // SAFETY: the context is one for `F`, and `context` is the address of its core.
    let whole = unsafe { Context::<C, F>::of_core(context) }.as_ptr();
    // SAFETY: as above.
    let closure = unsafe { &(*whole).closure };
    // SAFETY: `find` returned `found`, and `context` with it.
    if !unsafe { L::admit::<C, F>(found, &header.record.gate) } {
        // SAFETY: `find` returned `found`, and the context is one of `C` and not used after this.
        let refused = unsafe { L::refuse::<C::Kind, M>(found, method) };
        // Last, because the destructor of an argument may have C end the callback.
        arguments.discard();
        return refused;
    }
    // SAFETY: `find` returned `found`, and the gate has admitted this call.
    if L::HOLDS && !unsafe { L::hold::<C, F>(found, &header.record.gate) } {
        // SAFETY: `hold` returned `false`, and the context is not used after this.
        let refused = unsafe { L::refuse_unheld::<C, F, M>(found, method) };
        arguments.discard();
        return refused;
    }
    let body = || {
        let arguments = arguments.take().convert()?;
        Some(invoke.take()(arguments, Call { closure, escape }))
    };
    let payload = match unwind::catch(body) {
        Ok(Some(result)) => {
            let result = ManuallyDrop::new(result);
            // SAFETY: the call was admitted, and leaves once.
            unsafe { L::leave(found) };
            // SAFETY: `find` returned `found`, and `hold` returned `true` if it was asked. The context is not used
            // after this.
            if L::RELEASES && unsafe { L::release::<C, F>(found) } {
                // SAFETY: `release` returned `true`.
                return unsafe {
                    L::after_release::<C, F, _>(found, ManuallyDrop::into_inner(result))
                };
            }
            return ManuallyDrop::into_inner(result);
        }
        Ok(None) => None,
        Err(payload) => Some(payload),
    };
    // SAFETY: `find` returned `found`, and `hold` returned `true` if it was asked. The context is not used after
    // this, and the call has not left.
    unsafe { L::fail::<C, F, M>(found, payload, method) }
}
