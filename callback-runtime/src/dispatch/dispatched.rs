//! The method `dispatch`, and `register` for the closure that it returns.

use core::fmt;
use core::marker::PhantomData;
use std::sync::Arc;

use crate::calls::accepts::Accepts;
use crate::contexts::context::Context;
use crate::contract::callback::{Callback, OneFunction, RawContext, RawFn};
use crate::contract::kind::{DroppedWith, Kind, OwnThread, Repeats};
use crate::contract::user_data::UserData;
use crate::dispatch::dispatcher::Dispatcher;
use crate::dispatch::queue::Queue;
use crate::dispatch::remote;
use crate::dispatch::sendable::Sendable;
use crate::dispatch::sending::Dispatching;
use crate::registered::any_installed::Boxed;
use crate::registered::installed::Installed;
use crate::registered::owned::Owned;
use crate::registered::register::{self, Refused};
use crate::registered::registration::Registration;

impl<C: Callback + ?Sized + 'static, F: 'static> Context<C, F> {
    /// Makes the closure run on this thread, its owner thread, on whatever thread C calls.
    ///
    /// Use this for a library that calls from threads of its own, if the closure is not `Send`. Then
    /// [`register`](Dispatched::register) the [`Dispatched`] that it returns.
    ///
    /// A call on another thread converts the arguments there and sends them to `dispatcher`. The closure
    /// runs when this thread calls [`run_pending`](Dispatcher::run_pending) or [`recv`](Dispatcher::recv).
    /// If C expects a value, the call waits for it, and so it does if `fallback` is an expression or
    /// `abort`. Otherwise the call returns as soon as it is in the queue.
    ///
    /// A call on this thread runs the closure immediately, before the calls that wait in the queue.
    ///
    /// # Safety duties
    ///
    /// The duties are those of [`register`](Self::register), and the following:
    ///
    /// - The value that the closure returns may be used and freed on the thread of C's call, although the
    ///   closure made it on another thread.
    ///
    /// If the closure is not entered, the converted arguments are dropped, on C's thread or on that of the
    /// dispatcher.
    ///
    /// # What can be sent
    ///
    /// Each parameter of the closure has to be owned and `Send`, since what C passes may be gone when the
    /// closure runs. So it cannot be a `&T`, `&CStr`, `&[T]` or a pointer. Take a type of your own that
    /// copies what C passes. A closure in a key cannot name the prototype's parameters, because C's call may be
    /// over when it runs. For the string of a log callback:
    ///
    /// ```
    /// use callback_runtime::{FromC, callback};
    /// use core::ffi::{CStr, c_char, c_void};
    /// use std::ffi::CString;
    ///
    /// pub struct Message(pub CString);
    ///
    /// impl FromC<*const c_char> for Message {
    ///     unsafe fn from_c(raw: *const c_char) -> Option<Self> {
    ///         // SAFETY: the caller's promise.
    ///         let text: &CStr = unsafe { FromC::from_c(raw) }?;
    ///         Some(Self(text.to_owned()))
    ///     }
    /// }
    ///
    /// // void (*log)(const char *message, void *user);
    /// #[callback(extern "C" fn(*const c_char, context: *mut c_void))]
    /// pub type Log = dyn FnMut(Message);
    /// ```
    ///
    /// # Examples
    ///
    /// ```
    /// use callback_runtime::{Dispatcher, RawContext, RawFn, callback};
    /// use std::{cell::Cell, convert::Infallible, rc::Rc, thread};
    ///
    /// // void on_event(void (*handler)(int event, void *user), void *user);
    /// #[callback(extern "C")]
    /// pub type OnEvent = dyn FnMut(i32);
    ///
    /// # static THREAD: std::sync::Mutex<Option<thread::JoinHandle<()>>> = std::sync::Mutex::new(None);
    /// # unsafe fn on_event(handler: Option<RawFn<OnEvent>>, user: RawContext<OnEvent>) {
    /// #     let (Some(handler), user) = (handler, user.addr()) else { return };
    /// #     let call = move || unsafe { handler(7, std::ptr::without_provenance_mut(user)) };
    /// #     *THREAD.lock().unwrap() = Some(thread::spawn(call));
    /// # }
    /// let (seen, dispatcher) = (Rc::new(Cell::new(0)), Dispatcher::new(16));
    /// let shared = Rc::clone(&seen); // an `Rc`: the closure stays on this thread
    /// let Ok(registration) = OnEvent::new(move |event| shared.set(event))
    ///     .dispatch(&dispatcher)
    ///     .register::<_, Infallible>(
    ///         |handler, user| Ok(unsafe { on_event(Some(handler), user) }),
    ///         |_, user, ()| Ok(unsafe { on_event(None, user) }),
    ///     );
    /// dispatcher.recv(); // the event loop
    /// assert_eq!(seen.get(), 7);
    /// # drop(registration);
    /// # THREAD.lock().unwrap().take().unwrap().join().unwrap();
    /// ```
    #[inline]
    #[doc(alias = "SynchronizationContext")]
    pub fn dispatch(self, dispatcher: &Dispatcher) -> Dispatched<C, F>
    where
        C: OneFunction + Accepts<F>,
        C::Signature: Sendable,
        C::Kind: OwnThread,
    {
        let queue = dispatcher.queue();
        Dispatched { context: self, queue, _thread: PhantomData }
    }
}

/// A closure that runs on the thread of a [`Dispatcher`], ready to be registered with C.
///
/// [`Context::dispatch`] returns it.
#[must_use = "a closure does nothing until its raw parts are handed to C"]
pub struct Dispatched<C: Callback, F> {
    context: Context<C, F>,
    queue: Arc<Queue>,
    /// The thread that registers becomes the owner, and has to be that of the dispatcher.
    _thread: PhantomData<*const ()>,
}

impl<C: Callback + 'static, F: 'static> Dispatched<C, F> {
    /// Registers the closure as [`Context::register`] does, but runs it on this thread, on whatever thread
    /// C calls.
    ///
    /// The [`Registration`] stays on this thread. When it is dropped, it gives up calls of other threads
    /// before it runs `unset`: those that wait in the queue or for room in it, and those that come from
    /// then on. C gets the fallback for each. So `unset` may wait for C's threads, if none of them can be
    /// in another callback of the same dispatcher.
    ///
    /// # Errors
    ///
    /// As [`Context::register`].
    ///
    /// # Panics
    ///
    /// As [`Context::register`].
    ///
    /// # Safety duties
    ///
    /// As those of [`Context::dispatch`].
    #[inline]
    pub fn register<'a, T, E>(
        self,
        set: impl FnOnce(RawFn<C>, RawContext<C>) -> Result<T, E>,
        unset: impl FnOnce(RawFn<C>, RawContext<C>, T) -> Result<(), E> + DroppedWith<C::Kind> + 'a,
    ) -> Result<Registration<'a, C, E>, E>
    where
        C: Accepts<F>,
        C::Kind: Repeats,
        T: DroppedWith<C::Kind> + 'a,
    {
        self.hand_over(set, unset, register::drop_refused)
    }

    /// Registers the closure as [`register`](Self::register) does, but gives it back if C refuses it.
    ///
    /// # Errors
    ///
    /// As [`Context::try_register`].
    ///
    /// # Panics
    ///
    /// As [`Context::register`].
    ///
    /// # Safety duties
    ///
    /// As those of [`Context::dispatch`].
    #[inline]
    pub fn try_register<'a, T, E>(
        self,
        set: impl FnOnce(RawFn<C>, RawContext<C>) -> Result<T, E>,
        unset: impl FnOnce(RawFn<C>, RawContext<C>, T) -> Result<(), E> + DroppedWith<C::Kind> + 'a,
    ) -> Result<Registration<'a, C, E>, Refused<E, F>>
    where
        C: Accepts<F>,
        C::Kind: Repeats,
        T: DroppedWith<C::Kind> + 'a,
    {
        // SAFETY: the context is one for `F`.
        let refused = |error, owned| unsafe { register::take_refused(error, owned) };
        self.hand_over(set, unset, refused)
    }

    #[inline]
    fn hand_over<'a, T: 'a, E, X>(
        self,
        set: impl FnOnce(RawFn<C>, RawContext<C>) -> Result<T, E>,
        unset: impl FnOnce(RawFn<C>, RawContext<C>, T) -> Result<(), E> + 'a,
        refused: impl FnOnce(E, Owned<C>) -> X,
    ) -> Result<Registration<'a, C, E>, X>
    where
        C: Accepts<F>,
    {
        let Self { context, queue, .. } = self;
        let installed = remote::install(Boxed::new(context), C::Kind::AFFINITY, queue);
        // SAFETY: the context is one of `C`.
        let installed = unsafe { Installed::of(installed) };
        let owned = Owned::new(installed, C::function::<Dispatching>());
        let unset = move |function, context: RawContext<C>, returned| {
            // Before `unset`, in which C may wait for its threads, which may wait for this one.
            // SAFETY: `hand_over` gives this the handle of `owned`, which ends after `unset`.
            unsafe { remote::stop(context.into_ptr()) };
            unset(function, context, returned)
        };
        register::hand_over::<Dispatching, C, F, T, E, X>(owned, set, unset, refused)
    }
}

impl<C: Callback, F> fmt::Debug for Dispatched<C, F> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Dispatched").field("context", &self.context).finish_non_exhaustive()
    }
}
