//! C calls until it is told otherwise, at any time, and perhaps later.

use core::convert::Infallible;
use core::fmt;
use core::mem::ManuallyDrop;
use std::any::Any;
use std::boxed::Box;

use crate::accepts::Accepts;
use crate::callback::{Callback, Escape, RawContext, RawFn, Scoped};
use crate::context::Context;
use crate::fault::Fault;
use crate::kind::{AnyThread, DroppedWith, Repeats};
use crate::left;
use crate::lodged::{self, Lodged};
use crate::outcome::Outcome;
use crate::registered::Registered;
use crate::unwind::{self, Payload};
use crate::user_data::UserData;

impl<C: Callback + 'static, F: 'static> Context<C, F> {
    /// Registers the closure with a C library that calls it until it is told otherwise.
    ///
    /// `set` tells the library to call, and says whether it will; `unset` tells it not to call any
    /// more, when the [`Registration`] is dropped. Both get the two raw parts. What C gets as user
    /// data is a handle, not an address: a call that comes late, on whatever thread, finds nothing
    /// and gets the fallback, and is a [`Fault::Expired`].
    ///
    /// `sqlite3_update_hook`, `SetWindowSubclass` and `CreateTimerQueueTimer` are of the kind.
    ///
    /// # Errors
    ///
    /// What `set` returns: C refused. The closure has been dropped when `register` returns, once the
    /// calls that C made all the same have returned; [`try_register`](Self::try_register) gives it
    /// back.
    ///
    /// # Panics
    ///
    /// If `set` panics, the panic goes on and the closure is dropped. A panic of the closure ends in
    /// the trampoline; C gets the fallback, then and from every later call, and the fault hook is
    /// told; see [`Registration::take_panic`].
    ///
    /// When a million callbacks are registered at once (32,768 on 32-bit targets): before `set` is run,
    /// and the closure is dropped.
    ///
    /// # Aborts
    ///
    /// When `set` forks, or returns in the child of a `fork`, and fails there, while another thread was
    /// in a call of the closure as the process was forked: that call never ends there.
    ///
    /// # Safety duties
    ///
    /// The `unsafe` that calls the C functions promises [what every lifetime asks for](Context#what-c-promises),
    /// and that C does not pass to the function the context of another registration, or completion, that is
    /// alive and is of another declaration, of the same one with other generics, or for a closure of another
    /// type. Null, what was a context once, and
    /// what never was one are all fine. There is no promise about when C calls.
    ///
    /// # What `unset` may capture
    ///
    /// Anything that is `'static`; where the declaration says `Send`, it has to be `Send`, too, since the
    /// registration can be dropped on any thread. A pointer of the library's is not: put it into a type
    /// of your own that says why it may be sent, and use it by a method. (A closure that names a field
    /// captures the field.)
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
    ///     move |_, user| handle.listen(None, user),
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
    ///     |_, user| match unsafe { on_event(None, user) } {
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
    /// Where C cannot refuse, the error is one that there is not:
    ///
    /// ```
    /// # use callback_runtime::{RawContext, RawFn, Registration, callback};
    /// # #[callback(extern "C")]
    /// # pub type Log = dyn Fn(i32) + Send + Sync;
    /// # unsafe fn set_log(_: Option<RawFn<Log>>, _: RawContext<Log>) {}
    /// use core::convert::Infallible;
    ///
    /// let registered: Result<Registration<Log, Infallible>, _> = Log::new(|level| drop(level))
    ///     .register(
    ///         |log, user| Ok(unsafe { set_log(Some(log), user) }),
    ///         |_, user| Ok(unsafe { set_log(None, user) }),
    ///     );
    /// let Ok(log) = registered;
    /// # drop(log);
    /// ```
    pub fn register<E>(
        self,
        set: impl FnOnce(RawFn<C>, RawContext<C>) -> Result<(), E>,
        unset: impl FnOnce(RawFn<C>, RawContext<C>) -> Result<(), E> + DroppedWith<C::Kind> + 'static,
    ) -> Result<Registration<C, E>, E>
    where
        C: Accepts<F>,
        C::Kind: Repeats,
    {
        self.try_register(set, unset).map_err(drop_closure::<C, E, F>)
    }

    /// [`register`](Self::register), but the closure comes back where C refuses it.
    ///
    /// # Errors
    ///
    /// What `set` returns, together with the closure.
    ///
    /// # Panics
    ///
    /// As [`register`](Self::register).
    ///
    /// # Aborts
    ///
    /// As [`register`](Self::register).
    pub fn try_register<E>(
        self,
        set: impl FnOnce(RawFn<C>, RawContext<C>) -> Result<(), E>,
        unset: impl FnOnce(RawFn<C>, RawContext<C>) -> Result<(), E> + DroppedWith<C::Kind> + 'static,
    ) -> Result<Registration<C, E>, Refused<E, F>>
    where
        C: Accepts<F>,
        C::Kind: Repeats,
    {
        // SAFETY: the place has been taken for this.
        let lodged = unsafe { Lodged::new(self, lodged::reserve()) };
        // SAFETY: the context was one for `F`.
        unsafe { self::set(C::function::<Registered>(), lodged, set, unset) }
    }
}

/// Tells C to call, and takes the closure back where C refuses it.
///
/// `unset` is [`DroppedWith`] the kind: what is public asks for that.
///
/// # Safety
///
/// - The context is one for `F`, and `function` finds it by its handle.
pub(crate) unsafe fn set<C: Callback + 'static, F: 'static, E>(
    function: RawFn<C>,
    lodged: Lodged<C>,
    set: impl FnOnce(RawFn<C>, RawContext<C>) -> Result<(), E>,
    unset: impl FnOnce(RawFn<C>, RawContext<C>) -> Result<(), E> + 'static,
) -> Result<Registration<C, E>, Refused<E, F>>
where
    C::Kind: Repeats,
{
    match unwind::attempt(|| set(function, handle(&lodged))) {
        Ok(Ok(())) => {
            let (lodged, unset) = (ManuallyDrop::new(lodged), Some(Box::new(unset) as _));
            Ok(Registration { lodged, function, unset })
        }
        // SAFETY: the caller's promise.
        Ok(Err(error)) => Err(Refused { error, closure: unsafe { lodged.take_back() } }),
        Err(payload) => {
            // SAFETY: as above.
            unwind::drop_quietly(unsafe { lodged.take_back::<F>() });
            unwind::resume(payload)
        }
    }
}

/// What is left of a refusal where nobody wants the closure.
pub(crate) fn drop_closure<C: Callback, E, F>(refused: Refused<E, F>) -> E {
    C::SITE.drop_captures(refused.closure);
    refused.error
}

/// What C has of a context: the handle of its entry.
fn handle<C: Callback + 'static>(lodged: &Lodged<C>) -> RawContext<C> {
    C::Context::from_ptr(lodged.handle())
}

/// C refused a closure, and here it is again.
pub struct Refused<E, F> {
    /// What `set` returned.
    pub error: E,
    /// The closure.
    pub closure: F,
}

impl<E: fmt::Debug, F> fmt::Debug for Refused<E, F> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Refused").field("error", &self.error).finish_non_exhaustive()
    }
}

/// A closure that C calls until this is dropped. See [`Context::register`].
///
/// Dropping it runs `unset`, during which C may still call; then refuses calls; waits until those
/// that are running on other threads have returned; and drops the closure. If it is dropped inside
/// its own callback, the closure is dropped when that call returns. It does not wait for a call
/// on a thread that waits for this one: two callbacks may drop each other's registrations.
///
/// `unset` may use an object of the library's: capture an `Rc` or `Arc` of it, or a `Weak` where the
/// library forgets its callbacks when the object goes. What `set` got from C and `unset` needs, the
/// number of a timer for one, goes into a cell that both of them share.
///
/// A panic of the closure goes nowhere by itself: ask for it, with [`take_panic`](Self::take_panic),
/// before this is dropped.
///
/// # Where C keeps one callback
///
/// `self.hook = Some(register(..)?)` runs the new `set` first and the old `unset` after it, which
/// takes the new callback away if C has one place for it. Drop the old registration before, or have
/// `unset` look whether what C has is still its own: no two registrations have the same
/// [`context`](Self::context), ever.
///
/// # From inside
///
/// A closure that is to drop its own registration finds it in a place that it shares with its maker.
/// It has a `Weak` of that: with an `Rc` or `Arc`, the closure would keep its own registration, and both
/// would stay for ever. The place is empty while `set` runs: if C may call then, leave word there. And
/// take the registration out of it before you drop it, in a statement of its own, since `unset`, and
/// the drop of the closure, run then. Whether the library allows to be told from inside is for its
/// documentation to say.
///
/// ```
/// # use callback_runtime::{RawContext, RawFn, Registration, callback};
/// # use std::{cell::RefCell, convert::Infallible, rc::Rc};
/// # #[callback(extern "C")]
/// # pub type OnReady = dyn FnMut(i32);
/// # thread_local! { static C: RefCell<Option<(RawFn<OnReady>, RawContext<OnReady>)>> = const { RefCell::new(None) }; }
/// # unsafe fn on_ready(f: Option<RawFn<OnReady>>, user: RawContext<OnReady>) { C.set(f.map(|f| (f, user))); }
/// let place: Rc<RefCell<Option<Registration<OnReady>>>> = Rc::default();
/// let own = Rc::downgrade(&place);
/// let Ok(registration) = OnReady::new(move |event| {
///     assert_eq!(event, 7);
///     if let Some(place) = own.upgrade() {
///         let registration = place.take(); // the place is not borrowed any more
///         drop(registration);
///     }
/// })
/// .register::<Infallible>(
///     |f, user| Ok(unsafe { on_ready(Some(f), user) }),
///     |_, user| Ok(unsafe { on_ready(None, user) }),
/// );
/// place.replace(Some(registration));
/// # C.take().map(|(f, user)| unsafe { f(7, user) });
/// # assert!(place.take().is_none() && C.take().is_none());
/// ```
///
/// # Locks
///
/// Because a drop waits for running calls, the thread that drops must not hold a lock that the closure
/// takes, or one that C holds while it calls: the call would wait for the lock and the drop for the call,
/// for ever. Nor may the closure wait for that thread in another way: by a join, a channel, or a dispatched
/// callback of that thread. Only a wait of another drop is seen, and does not count.
///
/// A destructor has nobody to tell: if `unset` fails or panics, the fault hook hears
/// [`Fault::StillRegistered`]. [`unregister`](Self::unregister) tells its caller.
///
/// # Threads
///
/// It is `Send` and `Sync` where the declaration says `Send`. If not, it stays on the thread that
/// owns the closure.
///
/// # Sandboxes
///
/// Where the declaration says `Send`, or the callback was [dispatched](Context::dispatch), the drop has all
/// threads of the process execute a memory barrier. So do the drop of a [`Completion`](crate::Completion), and
/// the end of a [`Slot`](crate::Slot), or of a scope in a slot, if the declaration says `Send`. This is done on
/// Linux by the system call [membarrier(2)][membarrier]. Whether the call is available is found out
/// when the first such callback is registered. If a sandbox that the process enters later refuses it,
/// the drop cannot see which calls are running, and aborts the process: allow `membarrier`, or enter the
/// sandbox first. (Where it is refused from the start, each call makes a barrier of its own.)
///
/// [membarrier]: https://man7.org/linux/man-pages/man2/membarrier.2.html
///
/// # `fork`
///
/// The child of a `fork` has a copy of the registration, and may drop it, whatever other threads were
/// doing. If another thread was inside the closure, that call never ends in the child, and it may have
/// left the closure half-way through a change: there, the closure is leaked, without a report. So is
/// one that another thread had dropped and that such a call was to drop at its end. A signal handler
/// must not call `fork` when it has come while its own thread registered or dropped; and a handler of
/// `pthread_atfork` must not run code that registers or drops. In the child, a dispatched callback or a
/// completion may be used, and dropped, only if no other thread was using it: their locks are not held by
/// the thread that forks.
#[must_use = "the closure is unregistered when this is dropped; `leak` keeps it for ever"]
pub struct Registration<C: Callback + 'static, E = Infallible> {
    /// Taken out when `unset` has been run.
    lodged: ManuallyDrop<Lodged<C>>,
    function: RawFn<C>,
    /// `None` once it has been taken to be run.
    unset: Option<Unset<C, E>>,
}

/// What `unset` said, or its panic.
type Told<E> = Result<Result<(), E>, Payload>;

type Unset<C, E> = Box<dyn FnOnce(RawFn<C>, RawContext<C>) -> Result<(), E>>;

// SAFETY: any thread may call the closure, and so may drop it, and so for `unset`: `register` asks
// for that. The core is for all threads. An `E` is made and given away on one thread.
unsafe impl<C: Callback + 'static, E> Send for Registration<C, E> where C::Kind: AnyThread {}
// SAFETY: as above; shared, there is only the core to be reached.
unsafe impl<C: Callback + 'static, E> Sync for Registration<C, E> where C::Kind: AnyThread {}

impl<C: Callback + 'static, E> Registration<C, E> {
    /// The function pointer that C has.
    #[must_use]
    pub fn function(&self) -> RawFn<C> {
        self.function
    }

    /// The user data that C has: a handle, which leads nowhere once this is dropped, and which no
    /// other registration of this process has, before or after.
    ///
    /// It is not an address, but it looks like one, for libraries that tag or pack their pointers: on
    /// 64-bit targets a multiple of 16 below 2^47, on 32-bit targets a multiple of 8.
    #[must_use]
    pub fn context(&self) -> RawContext<C> {
        handle(&self.lodged)
    }

    /// [`Fault::Panicked`] if there was a panic, or else the first fault, if there was one.
    #[must_use]
    pub fn fault(&self) -> Option<Fault> {
        self.lodged.fault()
    }

    /// The payload of the panic that poisoned the callback, once.
    #[must_use]
    pub fn take_panic(&self) -> Option<Box<dyn Any + Send>> {
        self.lodged.take_panic()
    }

    /// Whether a call is running, on this thread or another one, as it looks from here.
    #[must_use]
    pub fn is_running(&self) -> bool {
        self.lodged.is_running()
    }

    /// Leaves the closure registered for the rest of the process's life. What `unset` has captured
    /// stays, too, lest the library object that it keeps go and take the registration along.
    pub fn leak(self) {
        let mut this = ManuallyDrop::new(self);
        if let Some(unset) = this.unset.take() {
            left::keep(unset);
        }
    }

    /// Unregisters the closure, as dropping this does, and gives what it let escape past C, a
    /// `Break` or an `Err`: see [`Scoped`]. From inside the callback, what it has until now.
    ///
    /// # Errors
    ///
    /// What `unset` returns: C may still call, and gets the fallback. The closure is dropped all the
    /// same.
    ///
    /// # Panics
    ///
    /// If `unset` panics, the panic goes on when the closure has been dropped. A panic of the closure
    /// does not: ask [`take_panic`](Self::take_panic) before, or it is lost.
    pub fn unregister(mut self) -> Result<Scoped<C, ()>, E> {
        let (told, escaped) = self.end().expect("it ends here");
        match told {
            Ok(Ok(())) => Ok(C::Outcome::scoped((), escaped)),
            Ok(Err(error)) => {
                unwind::drop_quietly(escaped);
                Err(error)
            }
            Err(payload) => {
                unwind::drop_quietly(escaped);
                unwind::resume(payload)
            }
        }
    }

    /// Runs `unset`, and ends the callback; `None` if that has been done.
    fn end(&mut self) -> Option<(Told<E>, Option<Escape<C>>)> {
        let unset = self.unset.take()?;
        let told = unwind::attempt(|| unset(self.function, self.context()));
        // SAFETY: `unset` was there, so this is the first time; and who has ended this uses it no more.
        let lodged = unsafe { ManuallyDrop::take(&mut self.lodged) };
        Some((told, lodged.evict()))
    }
}

impl<C: Callback + 'static, E> Drop for Registration<C, E> {
    fn drop(&mut self) {
        let Some((told, escaped)) = self.end() else { return };
        unwind::drop_quietly(escaped);
        if !matches!(told, Ok(Ok(()))) {
            unwind::drop_quietly(told);
            C::SITE.report(Fault::StillRegistered).send();
        }
    }
}

impl<C: Callback + 'static, E> fmt::Debug for Registration<C, E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Registration").field(self.lodged.record()).finish()
    }
}
