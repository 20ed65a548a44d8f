//! A method with `self`: C's destroy function, as one of the functions of a trait.

use core::cell::Cell;
use core::ptr::{self, NonNull};

use crate::calls::accepts::Accepts;
use crate::calls::arguments::Arguments;
use crate::calls::call::{Escapes, Unused};
use crate::calls::outward::Outward;
use crate::contexts::cold;
use crate::contexts::context::{Consumed, Context, Core};
use crate::contexts::method::MethodOf;
use crate::contract::callback::{Callback, Escape, RawContext, RawFn};
use crate::contract::gate::Gate;
use crate::contract::kind::{Kind, Repeats};
use crate::contract::prefix::prefix;
use crate::contract::user_data::UserData;
use crate::faults::fault::Fault;
use crate::faults::unwind;
use crate::lifetimes::hand_over::HandOver;
use crate::lifetimes::heap::{self, Held};
use crate::lifetimes::holds::Others;
use crate::lifetimes::notified::Notified;

/// The body of the trampoline of a method with `self`: ends C's use of the context, and lets `invoke` consume the
/// handler. If that is not possible, C gets the fallback, and the fault is reported each time.
///
/// # Safety
///
/// - `context` is `None` if there is no callback yet, or null, or what C got together with the functions that contain
///   this one, by the lifetime `notified`. C keeps the promises of the declaration and of that lifetime.
/// - `method` is the function of `C` that C has called, and `arguments` is the rest of what C passed, for the
///   parameters of the method in their order.
#[allow(clippy::needless_pass_by_value, reason = "generated code passes a value of its own")]
pub unsafe fn run_consuming<C, F, U, M, R, P, O>(
    context: Option<U>,
    method: M,
    arguments: P,
    outward: O,
    invoke: impl FnOnce(P::Converted, F, Escapes<'_, C>, O) -> M::Return,
) -> M::Return
where
    C: Callback + ?Sized,
    C::Kind: Repeats,
    U: UserData,
    M: MethodOf<C>,
    P: Arguments,
    O: Outward<M::Return, R, Escape<C>>,
{
    let (arguments, invoke) = (Unused::new(arguments), Unused::new(invoke));
    let (site, fallback) = method.constants();
    // The type may have a destructor, which does not run for a fallback that C does not get.
    let fallback = Unused::new(fallback);
    let Some(context) = context else {
        arguments.discard();
        return fallback.take();
    };
    let Some(core) = NonNull::new(Context::<C, F>::core_of(context.into_ptr())) else {
        arguments.discard();
        return cold::no_context(site, Fault::InvalidArgument, fallback.take());
    };
    // SAFETY: C has a hold until it runs this function, so the context is alive.
    let gate = unsafe { prefix::<Gate>(core) };
    if gate.is_foreign() {
        site.report(Fault::WrongThread).and_leaked().emit();
        arguments.discard();
        return fallback.take();
    }
    // Refuses later calls: those that the method makes C make, and those that are made while the context is still
    // needed.
    gate.expire();
    // SAFETY: as above.
    let Some(others) = unsafe { Held::<C, F>::holds(core) }.pass_to_call() else {
        site.report(Fault::Expired).emit();
        arguments.discard();
        return fallback.take();
    };
    let fault = match others {
        _ if gate.is_poisoned() => Fault::Panicked,
        Others::Calls => Fault::Reentered,
        Others::NoCall => {
            // SAFETY: this call has C's hold, there is no other call, and the gate admits none anymore.
            match unsafe { consume::<C, F, _, _, _>(core, arguments, invoke, outward) } {
                Ok(result) => return result,
                Err(fault) => {
                    site.report(fault).emit();
                    return fallback.take();
                }
            }
        }
    };
    // SAFETY: the context is in a `Held` of this type.
    let head = unsafe { Held::<C, F>::head(core) };
    // SAFETY: C's hold was passed to this call.
    unsafe { heap::release(head, C::Kind::AFFINITY) };
    site.report(fault).emit();
    arguments.discard();
    fallback.take()
}

/// Converts the arguments, and lets `invoke` consume the handler. Frees the context.
///
/// # Safety
///
/// - `core` is the address of the core of a context for `F` in a `Held`, and the caller has a call's hold on it. No
///   call is running, and none will be admitted.
unsafe fn consume<C: Callback + ?Sized, F, T, P: Arguments, O>(
    core: NonNull<()>,
    arguments: Unused<P>,
    invoke: Unused<impl FnOnce(P::Converted, F, Escapes<'_, C>, O) -> T>,
    outward: O,
) -> Result<T, Fault>
where
    C::Kind: Repeats,
{
    // SAFETY: the context is alive, and only shared references to its core are formed.
    let Core { escape, .. } = unsafe { core.cast::<Core<C>>().as_ref() };
    // SAFETY: the context is one for `F` (the caller's promise), and `core` is the address of its core.
    let whole = unsafe { Context::<C, F>::of_core(core) }.as_ptr();
    // SAFETY: as above, and the context is alive.
    let closure = unsafe { &raw const (*whole).closure };
    let outward = Unused::new(outward);
    let is_consumed = Cell::new(false);
    let body = || {
        let arguments = arguments.take().convert()?;
        // SAFETY: no call is running or will be admitted, so nobody uses the handler. It is moved out once, and not
        // dropped with the context after that, because of `is_consumed`.
        let handler = unsafe { ptr::read(closure) }.into_inner();
        is_consumed.set(true);
        Some(invoke.take()(
            arguments,
            C::Kind::unstore(handler),
            Escapes::new(escape),
            outward.take(),
        ))
    };
    let result = match unwind::catch(body) {
        Ok(Some(result)) => Ok(result),
        Ok(None) => Err(Fault::InvalidArgument),
        Err(payload) => {
            unwind::drop_quietly(payload);
            Err(Fault::Panicked)
        }
    };
    if is_consumed.get() {
        // SAFETY: the caller has a call's hold, and the handler has been moved out. There is no other call.
        unsafe { Held::<C, F>::forget_handler(core) };
    }
    // SAFETY: the context is in a `Held` of this type.
    let head = unsafe { Held::<C, F>::head(core) };
    // SAFETY: the caller has a call's hold.
    unsafe { heap::release(head, C::Kind::AFFINITY) };
    result
}

impl<C: Callback + ?Sized + 'static, F: 'static> Context<C, F, Consumed> {
    /// Hands the handler over to a C library that keeps it until it calls the method with `self`.
    ///
    /// `hand_over` calls C with the functions and the user data. It returns `Ok` if C took them, and `Err` if C
    /// refused.
    ///
    /// The method with `self` is C's destroy function. It consumes the handler if no other call of the handler is
    /// running. It does not run, and C gets its fallback, in these cases:
    ///
    /// - A call of the handler is running, on any thread, for example because C destroys the handler from inside one
    ///   of its methods. The fault is [`Reentered`](Fault::Reentered). The handler is dropped when the outermost
    ///   running call has returned.
    /// - A method has panicked before. The fault is [`Panicked`](Fault::Panicked), and the handler is dropped.
    /// - An argument cannot be converted. The fault is [`InvalidArgument`](Fault::InvalidArgument), and the handler is
    ///   dropped.
    /// - The thread does not own the handler. The fault is [`WrongThread`](Fault::WrongThread), and the handler is
    ///   leaked.
    ///
    /// Each of these faults is reported to the [fault hook](crate::set_fault_hook), each time. The hand-over itself
    /// is no running call: C may call the method from inside it.
    ///
    /// # Errors
    ///
    /// Returns the error of `hand_over`, by which C refused. The handler is dropped once. If C ran the method before
    /// it refused, the method has consumed the handler, and otherwise the method does not run.
    ///
    /// # Panics
    ///
    /// If `hand_over` panics, the panic goes on. Nobody knows then whether C has the handler, so it lives until C
    /// destroys it.
    ///
    /// # Safety duties
    ///
    /// As those of `notified` [for closures](Context::notified), where the method with `self` is the destroy function.
    #[inline]
    #[doc(alias = "xDestroy")]
    pub fn notified<T, E>(
        self,
        hand_over: impl FnOnce(RawFn<C>, RawContext<C>) -> Result<T, E>,
    ) -> Result<T, E>
    where
        C: Accepts<F>,
    {
        let (under_way, context) = HandOver::new(self.into_dropped());
        let result = hand_over(C::function::<Notified>(), context);
        under_way.conclude(result)
    }
}
