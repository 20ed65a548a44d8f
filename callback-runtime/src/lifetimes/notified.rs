//! The lifetime `notified`: C calls until it runs a destroy function. GLib's scope `notified`.

use core::ptr::NonNull;

use crate::calls::accepts::Accepts;
use crate::calls::borrowed::by_address;
use crate::calls::lifetime::Lifetime;
use crate::contexts::cold;
use crate::contexts::context::Context;
use crate::contexts::method::MethodOf;
use crate::contexts::record::FreedBy;
use crate::contract::callback::{Callback, RawContext, RawDestroy, RawFn};
use crate::contract::destroy::DestroyFunction;
use crate::contract::gate::Gate;
use crate::contract::kind::Kind;
use crate::contract::prefix::prefix;
use crate::faults::fault::Fault;
use crate::lifetimes::hand_over::HandOver;
use crate::lifetimes::heap::{self, Held, by_hold};

/// C has a hold until it runs the destroy function, and each running call has one.
pub struct Notified;

impl Lifetime for Notified {
    const FREED_BY: FreedBy = FreedBy::Others;
    by_address! {}
    by_hold! {}

    #[inline(always)]
    unsafe fn admit<C: Callback + ?Sized, F>(found: NonNull<()>, gate: &Gate) -> bool {
        if C::Kind::EXCLUSIVE_HOLD {
            // SAFETY: C has a hold until it runs the destroy function, and begins no call after that.
            unsafe { Held::<C, F>::holds(found) }.hold_alone()
        } else {
            C::Kind::admit(gate)
        }
    }

    #[inline(always)]
    unsafe fn leave<K: Kind>(found: NonNull<()>) {
        if !K::EXCLUSIVE_HOLD {
            // SAFETY: the call holds the context, which begins with a gate.
            let gate = unsafe { prefix::<Gate>(found) };
            // SAFETY: the gate admitted this call, which has not left (the caller's promise).
            unsafe { K::leave(gate) };
        }
    }

    #[inline(always)]
    unsafe fn hold<C: Callback + ?Sized, F>(found: NonNull<()>, gate: &Gate) -> bool {
        if C::Kind::EXCLUSIVE_HOLD {
            // After this call has got its hold: the one before may have closed the gate.
            // SAFETY: `hold_alone` returned `true`, so no other call is inside.
            return unsafe { C::Kind::admit_alone(gate) };
        }
        // SAFETY: C has a hold until it runs the destroy function, and begins no call after that.
        let holds = unsafe { Held::<C, F>::holds(found) };
        // SAFETY: C has a hold, as above. The call was admitted, so it is on the thread of the owner if there
        // is one.
        unsafe { holds.hold_for_call(C::Kind::AFFINITY) };
        true
    }

    #[inline(always)]
    unsafe fn refuse_unheld<C: Callback + ?Sized, F, M: MethodOf<C>>(
        found: NonNull<()>,
        method: M,
    ) -> M::Return {
        // SAFETY: `found` is the address of the core.
        let head = unsafe { Held::<C, F>::head(found) };
        // SAFETY: `admit` gave this call its hold, and `hold` returned `false`.
        unsafe { heap::refuse_and_release(found, head, method) }
    }
}

impl<C: Callback + ?Sized + 'static, F: 'static> Context<C, F> {
    /// Hands the closure over to a C function that keeps it until it runs a destroy function.
    ///
    /// A *destroy function* is a function pointer that C calls with the user data when it does not need the
    /// callback anymore. GLib calls it a destroy notify. If C passes more than the user data, or expects a value,
    /// the declaration says so by the key `destroy`.
    ///
    /// `hand_over` calls C with the two raw parts and the destroy function. It returns `Ok` if C took them,
    /// and `Err` if C refused.
    ///
    /// The context is on the heap, and the destroy function frees it. If that runs while a call is running,
    /// for example from inside the callback itself, the context is freed when the outermost running call
    /// has returned. With `std`, a destroy function that runs on a thread that does not own the closure
    /// leaks it, and reports [`Fault::WrongThread`].
    ///
    /// [GObject-Introspection][scopes] calls this the scope `notified`.
    /// [`sqlite3_create_function_v2`][function] and [`g_timeout_add_full`][timeout] are examples of such
    /// functions.
    ///
    /// [scopes]: https://docs.gtk.org/girepository/enum.ScopeType.html
    /// [timeout]: https://docs.gtk.org/glib/func.timeout_add_full.html
    ///
    /// # Errors
    ///
    /// Returns the error of `hand_over`, by which C refused. The closure is dropped once, whether or not C
    /// ran the destroy function. It has been dropped when `notified` returns, unless a call is still inside
    /// it: then it is dropped when that call returns.
    ///
    /// C libraries do both: [`sqlite3_create_function_v2`][function] runs the destroy function if it fails,
    /// and [`sqlite3_create_collation_v2`][collation] does not.
    ///
    /// [function]: https://www.sqlite.org/c3ref/create_function.html
    /// [collation]: https://www.sqlite.org/c3ref/create_collation.html
    ///
    /// # Panics
    ///
    /// If `hand_over` panics, the panic goes on. Nobody knows then whether C has the closure, so it lives
    /// until C destroys it.
    ///
    /// A panic of the closure ends in the trampoline. C gets the fallback, and the panic is reported to the
    /// [fault hook](crate::set_fault_hook).
    ///
    /// # Safety duties
    ///
    /// The `unsafe` block that calls the C function promises
    /// [what every lifetime asks for](Context#what-c-promises), and the following:
    ///
    /// - C passes the user data to the two functions that it got with it, and to no other function.
    /// - C runs the destroy function once, or never.
    /// - C begins no call after it has begun to run the destroy function. Each call that C made before has
    ///   by then returned, or has entered the closure. C knows that a call has entered if it runs the
    ///   destroy function from inside that call. For a call on another thread, it is not enough that it has
    ///   merely begun.
    /// - C makes no call, and does not run the destroy function, after a `hand_over` that returned `Err`.
    ///   If C did either on another thread before that, it has returned from it.
    ///
    /// If `hand_over` panics, the first three duties still hold.
    ///
    /// # Examples
    ///
    /// ```
    /// use callback_runtime::{RawContext, RawDestroy, RawFn, callback};
    ///
    /// #[callback(extern "C", fallback = 0)]
    /// pub type Tick = dyn FnMut() -> i32;
    ///
    /// # unsafe fn timeout_add(
    /// #     tick: RawFn<Tick>, user: RawContext<Tick>, destroy: RawDestroy<Tick>,
    /// # ) -> u32 {
    /// #     unsafe { tick(user) };
    /// #     unsafe { destroy(user) };
    /// #     1
    /// # }
    /// let mut left = 3;
    /// let source = Tick::new(move || { left -= 1; left }).notified(|tick, user, destroy| {
    ///     match unsafe { timeout_add(tick, user, destroy) } {
    ///         0 => Err("no timer left"),
    ///         source => Ok(source),
    ///     }
    /// });
    /// assert_eq!(source, Ok(1));
    /// ```
    #[inline]
    #[doc(alias = "destroy notify")]
    #[doc(alias = "GDestroyNotify")]
    pub fn notified<T, E>(
        self,
        hand_over: impl FnOnce(RawFn<C>, RawContext<C>, RawDestroy<C>) -> Result<T, E>,
    ) -> Result<T, E>
    where
        C: Accepts<F>,
    {
        let (under_way, context) = HandOver::new(self);
        let destroy = C::Destroy::with_effect::<Held<C, F>, C::Context>();
        let result = hand_over(C::function::<Notified>(), context, destroy);
        under_way.conclude(result)
    }
}
