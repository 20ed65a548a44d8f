//! The lifetime `once`: C calls once, at any time. GLib's scope `async`.

use core::ptr::NonNull;

use crate::calls::accepts::Accepts;
use crate::calls::borrowed::by_address;
use crate::calls::lifetime::Lifetime;
use crate::contexts::cold;
use crate::contexts::context::Context;
use crate::contexts::record::FreedBy;
use crate::contract::callback::{Callback, OneFunction, RawContext, RawFn};
use crate::contract::gate::Gate;
use crate::contract::kind::Kind;
use crate::faults::fault::Fault;
use crate::lifetimes::hand_over::HandOver;
use crate::lifetimes::heap::{Held, by_hold};

/// C's hold passes to its one call, which frees the context.
struct Once;

impl Lifetime for Once {
    const FREED_BY: FreedBy = FreedBy::OnlyCall;
    by_address! {}
    by_hold! {}

    #[inline]
    unsafe fn hold<C: Callback + ?Sized, F>(found: NonNull<()>, _: &Gate) -> bool {
        // SAFETY: C has a hold until its one call, and this may be that call. If it is a later one, the first
        // call or the hand-over still has a hold (C's promise).
        unsafe { Held::<C, F>::holds(found) }.pass_to_call().is_some()
    }
}

impl<C: Callback + ?Sized + 'static, F: 'static> Context<C, F> {
    /// Hands the closure over to a C function that calls it once, now or later.
    ///
    /// `hand_over` calls C with the two raw parts. It returns `Ok` if C took them, and `Err` if C refused.
    ///
    /// The context is on the heap. The trampoline frees it when the one call has returned. That call may
    /// come before `hand_over` returns. If the declaration says `Send`, it may come on another thread. If C
    /// never calls, the context is never freed.
    ///
    /// [GObject-Introspection][scopes] calls this the scope `async`. [pthread_create(3)][create] and
    /// [`uv_queue_work`][work] are examples of such functions.
    ///
    /// [scopes]: https://docs.gtk.org/girepository/enum.ScopeType.html
    /// [create]: https://man7.org/linux/man-pages/man3/pthread_create.3.html
    /// [work]: https://docs.libuv.org/en/v1.x/threadpool.html
    ///
    /// # Errors
    ///
    /// Returns the error of `hand_over`, by which C refused. The closure is dropped before `once` returns,
    /// unless C called it all the same.
    ///
    /// # Panics
    ///
    /// If `hand_over` panics, the panic goes on. Nobody knows then whether C has the closure, so it is
    /// leaked unless C calls it.
    ///
    /// A panic of the closure ends in the trampoline. C gets the fallback, and the panic is reported to the
    /// [fault hook](crate::set_fault_hook).
    ///
    /// # Safety duties
    ///
    /// The `unsafe` block that calls the C function promises
    /// [what every lifetime asks for](Context#what-c-promises), and the following:
    ///
    /// - C passes the user data to the function that it got with it, and to no other function.
    /// - C calls at most once, also if `hand_over` panics. A second call is refused while the context is
    ///   alive, and reaches freed memory afterwards.
    /// - C does not call after a `hand_over` that returned `Err`. If C called on another thread before
    ///   that, it has returned from that call.
    ///
    /// # Examples
    ///
    /// ```
    /// use callback_runtime::{RawContext, RawFn, callback};
    ///
    /// #[callback(extern "C")]
    /// pub type Done = dyn FnOnce(i32);
    ///
    /// # unsafe fn read_async(done: RawFn<Done>, user: RawContext<Done>) -> i32 {
    /// #     unsafe { done(7, user) };
    /// #     0
    /// # }
    /// let sent = Done::new(|length| println!("{length} bytes")).once(|done, user| {
    ///     match unsafe { read_async(done, user) } {
    ///         0 => Ok(()),
    ///         errno => Err(errno),
    ///     }
    /// });
    /// assert_eq!(sent, Ok(()));
    /// ```
    #[inline]
    #[doc(alias = "async")]
    pub fn once<T, E>(
        self,
        hand_over: impl FnOnce(RawFn<C>, RawContext<C>) -> Result<T, E>,
    ) -> Result<T, E>
    where
        C: OneFunction + Accepts<F>,
    {
        let (under_way, context) = HandOver::new(self);
        let result = hand_over(C::function::<Once>(), context);
        under_way.conclude(result)
    }
}
