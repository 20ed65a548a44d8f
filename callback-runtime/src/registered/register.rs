//! The methods `register` and `try_register`: C calls a closure at any time, until it is unregistered.

use core::fmt;

use crate::calls::accepts::Accepts;
use crate::calls::lifetime::Lifetime;
use crate::contexts::context::Context;
use crate::contract::callback::{Callback, NoBase, RawContext, RawFn};
use crate::contract::kind::{DroppedWith, Repeats};
use crate::contract::user_data::UserData;
use crate::registered::by_handle::Registered;
use crate::registered::owned::Owned;
use crate::registered::registration::Registration;

impl<C: Callback + ?Sized + 'static, F: 'static> Context<C, F> {
    /// Registers the closure with a C library that calls it until `unset` tells the library to stop.
    ///
    /// `set` tells the library to call. It returns `Ok` if the library will, and `Err` if it refused.
    /// `unset` tells the library to stop. It runs when the [`Registration`] is dropped. Both get the two
    /// raw parts, and `unset` gets what `set` returned in the `Ok`: the number of a timer, for example, or `()` if C
    /// needs no such thing. If there is nothing to tell C at the end, use [`owned`](Self::owned).
    ///
    /// If the library cannot refuse, write `.register::<_, Infallible>(..)`, and `let Ok(registration) =` in front
    /// of it.
    ///
    /// The context is on the heap. It is freed when the registration is dropped, after the last running
    /// call. The user data is a *handle* and not an address. A *late call*, one that comes after the
    /// registration has ended, finds nothing by its handle, on any thread. C gets the fallback, and the
    /// fault is a [`Fault::Expired`](crate::Fault::Expired).
    ///
    /// [`sqlite3_update_hook`][hook], [`SetWindowSubclass`][subclass], [`CreateTimerQueueTimer`][timer] and
    /// [`g_timeout_add`][timeout] are examples of such functions.
    ///
    /// [hook]: https://www.sqlite.org/c3ref/update_hook.html
    /// [subclass]: https://learn.microsoft.com/en-us/windows/win32/api/commctrl/nf-commctrl-setwindowsubclass
    /// [timeout]: https://docs.gtk.org/glib/func.timeout_add.html
    /// [timer]: https://learn.microsoft.com/en-us/windows/win32/api/threadpoollegacyapiset/nf-threadpoollegacyapiset-createtimerqueuetimer
    ///
    /// # Errors
    ///
    /// Returns the error of `set`, by which C refused. The closure has been dropped when `register`
    /// returns. If C called it all the same, `register` waits for those calls first.
    /// [`try_register`](Self::try_register) gives the closure back instead.
    ///
    /// # Panics
    ///
    /// - If `set` panics, the panic goes on, and the closure is dropped.
    /// - If a million callbacks are registered at once (32,768 on 32-bit targets), `register` panics before
    ///   it runs `set`, and the closure is dropped.
    ///
    /// A panic of the closure ends in the trampoline. C gets the fallback from that call and from every
    /// later one, and the panic is reported to the [fault hook](crate::set_fault_hook).
    /// [`Registration::take_panic`] returns its payload.
    ///
    /// # Aborts
    ///
    /// The process aborts if `set` fails in the child of a `fork`, and another thread was in a call of the
    /// closure when the process was forked: that call never ends in the child. This can happen if `set`
    /// itself forks, or returns in the child.
    ///
    /// # Safety duties
    ///
    /// The `unsafe` blocks that call the C functions promise
    /// [what every lifetime asks for](Context#what-c-promises), and the following:
    ///
    /// - C does not pass to the function the user data of another [`Registration`], [`Owned`] or
    ///   [`Completion`](crate::Completion) that is alive, if that is of another declaration, of the same declaration
    ///   with other generics, or for a closure of another type.
    ///
    /// C may pass null, user data of a callback that has ended, and values that never were user data. There is no promise about when C
    /// calls.
    ///
    /// # What `unset` may capture
    ///
    /// `unset` may borrow, and the [`Registration`] then lives no longer than what is borrowed. The closure itself
    /// may not: C could call after the registration was forgotten.
    ///
    /// If the declaration says `Send`, `unset` and what `set` returns have to be `Send`, too, because the
    /// registration can then be dropped on any thread.
    ///
    /// A pointer to an object of the library is not `Send`. Put it into a type of your own that says why it
    /// may be sent, and use it by a method. (A closure that names the field itself captures the field
    /// alone, which is not `Send`.)
    ///
    /// ```
    /// # use callback_runtime::{RawContext, RawFn, Registration, callback};
    /// # #[callback(extern "C")]
    /// # pub type OnData = dyn FnMut(i32) + Send;
    /// # pub struct Source(i32);
    /// # unsafe fn source_on_data(_: *mut Source, _: Option<RawFn<OnData>>, _: RawContext<OnData>) -> i32 { 0 }
    /// # let mut source = Source(0);
    /// # let source = &raw mut source;
    /// #[derive(Clone, Copy)]
    /// struct Handle(*mut Source);
    /// // SAFETY: the library's documentation says that any thread may use a source.
    /// unsafe impl Send for Handle {}
    ///
    /// impl Handle {
    ///     fn listen(self, f: Option<RawFn<OnData>>, user: RawContext<OnData>) -> Result<(), i32> {
    ///         match unsafe { source_on_data(self.0, f, user) } {
    ///             0 => Ok(()),
    ///             code => Err(code),
    ///         }
    ///     }
    /// }
    ///
    /// let handle = Handle(source);
    /// let registration = OnData::new(|_| ()).register(
    ///     |f, user| handle.listen(Some(f), user),
    ///     move |_, user, ()| handle.listen(None, user),
    /// )?;
    /// # Ok::<(), i32>(())
    /// ```
    ///
    /// # Examples
    ///
    /// ```
    /// use callback_runtime::{RawContext, RawFn, callback};
    ///
    /// // int on_event(int (*handler)(int event, void *user), void *user); null: no handler
    /// #[callback(extern "C", fallback = -1)]
    /// pub type Handler = dyn FnMut(i32) -> i32;
    ///
    /// # struct Library(Option<(RawFn<Handler>, RawContext<Handler>)>);
    /// # static mut LIBRARY: Library = Library(None);
    /// # unsafe fn on_event(h: Option<RawFn<Handler>>, u: RawContext<Handler>) -> i32 {
    /// #     unsafe { LIBRARY.0 = h.map(|h| (h, u)) };
    /// #     0
    /// # }
    /// # unsafe fn raise(event: i32) -> i32 {
    /// #     unsafe { LIBRARY.0 }.map_or(0, |(h, u)| unsafe { h(event, u) })
    /// # }
    /// let mut seen = 0;
    /// let registration = Handler::new(move |event| { seen += event; seen }).register(
    ///     |handler, user| match unsafe { on_event(Some(handler), user) } {
    ///         0 => Ok(()),
    ///         code => Err(code),
    ///     },
    ///     |_, user, ()| match unsafe { on_event(None, user) } {
    ///         0 => Ok(()),
    ///         code => Err(code),
    ///     },
    /// )?;
    /// assert_eq!(unsafe { [raise(3), raise(4)] }, [3, 7]);
    /// drop(registration);
    /// assert_eq!(unsafe { raise(5) }, 0);
    /// # Ok::<(), i32>(())
    /// ```
    ///
    /// If C gives an identifier by which to remove the callback, `set` returns that, and `unset` gets it. Here,
    /// `unset` also borrows the loop:
    ///
    /// ```
    /// # use callback_runtime::{RawContext, RawFn, callback};
    /// // unsigned loop_add(Loop *, int (*tick)(void *user), void *user); 0: no timer left
    /// // int loop_remove(Loop *, unsigned id); 0: no such timer
    /// #[callback(extern "C", fallback = 0)]
    /// pub type Tick = dyn FnMut() -> i32;
    ///
    /// # #[derive(Default)]
    /// # pub struct RawLoop(Option<(RawFn<Tick>, RawContext<Tick>)>);
    /// # unsafe fn loop_add(l: *mut RawLoop, f: RawFn<Tick>, user: RawContext<Tick>) -> u32 {
    /// #     unsafe { (*l).0 = Some((f, user)) };
    /// #     7
    /// # }
    /// # unsafe fn loop_remove(l: *mut RawLoop, id: u32) -> i32 {
    /// #     i32::from(id == 7 && unsafe { (*l).0.take() }.is_some())
    /// # }
    /// struct Loop(*mut RawLoop);
    ///
    /// # let mut raw = RawLoop::default();
    /// # let main = Loop(&raw mut raw);
    /// let mut left = 3;
    /// let timer = Tick::new(move || { left -= 1; left }).register(
    ///     |tick, user| match unsafe { loop_add(main.0, tick, user) } {
    ///         0 => Err("no timer left"),
    ///         id => Ok(id),
    ///     },
    ///     |_, _, id| match unsafe { loop_remove(main.0, id) } {
    ///         0 => Err("no such timer"),
    ///         _ => Ok(()),
    ///     },
    /// )?;
    /// # assert_eq!(unsafe { (timer.function())(timer.context()) }, 2);
    /// timer.unregister()?;
    /// # assert!(raw.0.is_none());
    /// # Ok::<(), &str>(())
    /// ```
    ///
    /// If C cannot refuse, the error is a type without values:
    ///
    /// ```
    /// # use callback_runtime::{RawContext, RawFn, Registration, callback};
    /// # #[callback(extern "C")]
    /// # pub type Log = dyn Fn(i32) + Send + Sync;
    /// # unsafe fn set_log(_: Option<RawFn<Log>>, _: RawContext<Log>) {}
    /// use core::convert::Infallible;
    ///
    /// let Ok(log) = Log::new(|level| drop(level)).register::<_, Infallible>(
    ///     |log, user| Ok(unsafe { set_log(Some(log), user) }),
    ///     |_, user, ()| Ok(unsafe { set_log(None, user) }),
    /// );
    /// # drop::<Registration<Log>>(log);
    /// ```
    #[inline]
    #[doc(alias = "g_signal_connect")]
    #[doc(alias = "sqlite3_update_hook")]
    #[must_use = "dropping the registration unregisters the closure: keep it in a variable or a field (not `_`), or `leak` it"]
    pub fn register<'a, T, E>(
        self,
        set: impl FnOnce(RawFn<C>, RawContext<C>) -> Result<T, E>,
        unset: impl FnOnce(RawFn<C>, RawContext<C>, T) -> Result<(), E> + DroppedWith<C::Kind> + 'a,
    ) -> Result<Registration<'a, C, E>, E>
    where
        C: Accepts<F>,
        C::Base: NoBase,
        C::Kind: Repeats,
        T: DroppedWith<C::Kind> + 'a,
    {
        hand_over::<Registered, C, F, T, E, E>(self.owned(), set, unset, drop_refused)
    }

    /// Registers the closure as [`register`](Self::register) does, but gives it back if C refuses it.
    ///
    /// # Errors
    ///
    /// Returns the error of `set` together with the closure.
    ///
    /// # Panics
    ///
    /// As [`register`](Self::register).
    ///
    /// # Aborts
    ///
    /// As [`register`](Self::register).
    ///
    /// # Safety duties
    ///
    /// As those of [`register`](Self::register).
    #[inline]
    pub fn try_register<'a, T, E>(
        self,
        set: impl FnOnce(RawFn<C>, RawContext<C>) -> Result<T, E>,
        unset: impl FnOnce(RawFn<C>, RawContext<C>, T) -> Result<(), E> + DroppedWith<C::Kind> + 'a,
    ) -> Result<Registration<'a, C, E>, Refused<E, F>>
    where
        C: Accepts<F>,
        C::Base: NoBase,
        C::Kind: Repeats,
        T: DroppedWith<C::Kind> + 'a,
    {
        // SAFETY: the context is one for `F`.
        let refused = |error, owned| unsafe { take_refused(error, owned) };
        hand_over::<Registered, C, F, T, E, _>(self.owned(), set, unset, refused)
    }
}

/// Runs `set`. If C refuses the callback, returns the result of `refused`. If `set` panics, ends the callback.
///
/// `owned` has the function of the lifetime `L`. The public functions require that `unset` and the `T` are
/// [`DroppedWith`] the kind.
#[inline]
pub(crate) fn hand_over<'a, L, C, F, T, E, X>(
    owned: Owned<C>,
    set: impl FnOnce(RawFn<C>, RawContext<C>) -> Result<T, E>,
    unset: impl FnOnce(RawFn<C>, RawContext<C>, T) -> Result<(), E> + 'a,
    refused: impl FnOnce(E, Owned<C>) -> X,
) -> Result<Registration<'a, C, E>, X>
where
    L: Lifetime,
    C: Accepts<F> + ?Sized + 'static,
    T: 'a,
{
    let handle = owned.handle();
    match set(C::function::<L>(), C::Context::from_ptr(handle)) {
        // Without the function in it, a closure that captures nothing takes no memory.
        Ok(returned) => Ok(Registration::new(owned, handle, |handle| {
            unset(C::function::<L>(), C::Context::from_ptr(handle), returned)
        })),
        Err(error) => Err(refused(error, owned)),
    }
}

/// Ends a callback that C refused.
#[inline]
pub(crate) fn drop_refused<C: Callback + ?Sized, E>(error: E, owned: Owned<C>) -> E {
    drop(owned);
    error
}

/// Takes back the closure of a callback that C refused.
///
/// # Safety
///
/// - The context is one for `F`.
pub(crate) unsafe fn take_refused<C: Callback + ?Sized, F: 'static, E>(
    error: E,
    owned: Owned<C>,
) -> Refused<E, F>
where
    C::Kind: Repeats,
{
    // SAFETY: the caller's promise.
    Refused { error, closure: unsafe { owned.into_closure() } }
}

/// A closure that C refused, and the error by which it did.
///
/// [`Context::try_register`] and [`Dispatched::try_register`](crate::Dispatched::try_register) return it.
/// It has the closure, so that you can register it again.
pub struct Refused<E, F> {
    /// The error that `set` returned.
    pub error: E,
    /// The closure that C refused.
    pub closure: F,
}

impl<E: fmt::Debug, F> fmt::Debug for Refused<E, F> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Refused").field("error", &self.error).finish_non_exhaustive()
    }
}
