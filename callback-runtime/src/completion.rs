//! C calls once, later, and a future waits for it.

use core::fmt;
use core::future::Future;
use core::marker::PhantomData;
use core::pin::Pin;
use core::ptr::NonNull;
use core::sync::atomic::{AtomicBool, Ordering};
use core::task::{Context as Task, Poll, Waker};
use std::boxed::Box;
use std::sync::{Mutex, MutexGuard, PoisonError};

use crate::abi::{Abi, Destructor};
use crate::accepts::Accepts;
use crate::call::Call;
use crate::callback::{Callback, RawContext, RawDestroy, RawFn, Scoped};
use crate::closed;
use crate::context::Context;
use crate::entry::Place;
use crate::fault::Fault;
use crate::header;
use crate::kind::{AnyThread, Kind, Once};
use crate::lifetime::Lifetime;
use crate::lodged::Lodged;
use crate::outcome::Outcome;
use crate::table;
use crate::unwind;
use crate::user_data::UserData;
use crate::visit::{OfAny, Visit};

/// What the trampoline, the destroy function and the future share. It is what the entry leads to.
struct Awaited {
    context: NonNull<()>,
    /// C has called, or run the destroy function, whichever came first: what else it does is late.
    claimed: AtomicBool,
    state: Mutex<State>,
}

struct State {
    progress: Progress,
    waker: Option<Waker>,
}

/// How far C has come.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Progress {
    Waiting,
    /// C has run the destroy function, and had not called.
    Destroyed,
    /// The one call has ended.
    Called,
}

impl Awaited {
    fn lock(&self) -> MutexGuard<'_, State> {
        // Nothing panics under the lock.
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Whether this is the first that C does. Relaxed: what follows has orderings of its own.
    fn claim(&self) -> bool {
        !self.claimed.swap(true, Ordering::Relaxed)
    }
}

/// The trampoline wakes the future when its call is over.
struct Awaiting;

/// What a call has found, and keeps alive.
#[derive(Clone, Copy)]
struct Found {
    awaited: &'static Awaited,
    visit: OfAny,
}

impl Found {
    /// What C passed, if the future is still there.
    fn look_up(raw: *mut ()) -> Option<Self> {
        let entry = table::entry(raw.addr());
        let (awaited, visit) =
            OfAny::enter(entry, raw.addr()).or_else(|| OfAny::enter_slowly(entry, raw.addr()))?;
        // SAFETY: what the entry of a completion leads to is an `Awaited`, which stays while the
        // call is in the entry, and is not used after it.
        let awaited = unsafe { awaited.cast::<Awaited>().as_ref() };
        Some(Self { awaited, visit })
    }

    /// Ends a call, and has the future polled once more.
    ///
    /// # Safety
    ///
    /// - As for [`visit::leave`].
    unsafe fn finish(self, progress: Progress) {
        let mut state = self.awaited.lock();
        state.progress = progress;
        let waker = state.waker.take();
        drop(state);
        // SAFETY: the caller's promise.
        unsafe { self.visit.end() };
        // The call is over: a waker may drop the future, or wait for somebody who does.
        if let Err(payload) = unwind::catch(|| waker.map(Waker::wake)) {
            unwind::drop_quietly(payload);
        }
    }
}

impl Lifetime for Awaiting {
    const ONCE: bool = false;
    type Found<K: Kind> = Found;

    #[inline]
    unsafe fn find<K: Kind>(raw: *mut ()) -> Option<(NonNull<()>, Found)> {
        let found = Found::look_up(raw)?;
        if found.awaited.claim() {
            return Some((found.awaited.context, found));
        }
        // A late call is not to leave its fault with the one that came in time.
        // SAFETY: the call has entered, and ends here.
        unsafe { found.visit.end() };
        None
    }

    unsafe fn otherwise<C: Callback, F, A>(
        raw: *mut (),
        _: impl FnOnce() -> Option<A>,
        _: impl FnOnce(A, Call<'_, C, F>) -> C::Return,
    ) -> C::Return {
        closed::expired::<C>(raw)
    }

    #[inline]
    unsafe fn context<K: Kind>(found: Found) -> NonNull<()> {
        found.awaited.context
    }

    #[inline]
    unsafe fn release<C: Callback, F>(_: Found) -> bool {
        true
    }

    unsafe fn finish<C: Callback, F>(found: Found, result: C::Return) -> C::Return {
        // SAFETY: the call has entered, and ends here.
        unsafe { found.finish(Progress::Called) };
        result
    }

    unsafe fn refuse<C: Callback>(found: Found) -> C::Return {
        // SAFETY: the context is alive as long as this call is in the entry.
        let refused = unsafe { header::refuse::<C::Return>(found.awaited.context.cast(), false) };
        // SAFETY: as above.
        unsafe { found.finish(Progress::Called) };
        refused
    }
}

/// The destroy function of a completion: C will not call.
struct Destroy<C>(PhantomData<C>);

impl<C: Callback> Destructor for Destroy<C> {
    type Context = C::Context;

    unsafe fn destroy(context: C::Context) {
        let raw = context.into_ptr();
        match Found::look_up(raw) {
            // SAFETY: the call has entered, and ends here.
            Some(found) if found.awaited.claim() => unsafe { found.finish(Progress::Destroyed) },
            // A call has come, and may be running.
            // SAFETY: as above.
            Some(found) => unsafe { found.visit.end() },
            None if raw.is_null() => C::SITE.report(Fault::InvalidArgument).send(),
            // The future has gone, as it does when the call has ended.
            None => {}
        }
    }
}

impl<C: Callback + 'static, F: 'static> Context<C, F> {
    /// Gives the two raw parts of a callback that C calls once, and a future that waits for that.
    ///
    /// The future resolves to what the closure let escape past C, a `Break` or an `Err`, as
    /// [`scope`](Self::scope) would return it. It needs no executor in particular. C may call before
    /// the future is polled for the first time, and on another thread, where the declaration says
    /// `Send`.
    ///
    /// What C gets is a handle, as with [`register`](Self::register): if the future is dropped, the
    /// closure is dropped, too, and a call that comes all the same finds nothing and gets the
    /// fallback. So a refusal of C's, or a time limit, takes no more than to drop the future. Where C
    /// passes no context, the fault hook alone hears of it, and the future waits on.
    ///
    /// # Safety duties
    ///
    /// As those of [`register`](Self::register). If C writes into a buffer until it calls, neither the
    /// closure nor whoever may drop the future may own that buffer alone.
    ///
    /// # Examples
    ///
    /// ```
    /// use callback_runtime::{RawContext, RawFn, callback};
    /// use core::ops::ControlFlow::{self, Break};
    ///
    /// // void read_async(int file, void (*done)(int error, size_t length, void *user), void *user);
    /// #[callback(extern "C" fn(i32, usize, context: *mut core::ffi::c_void))]
    /// pub type Done<T> = dyn FnOnce(i32, usize) -> ControlFlow<T> + Send;
    ///
    /// # static THREAD: std::sync::Mutex<Option<std::thread::JoinHandle<()>>> =
    /// #     std::sync::Mutex::new(None);
    /// # unsafe fn read_async(file: i32, done: RawFn<Done<Read>>, user: RawContext<Done<Read>>) {
    /// #     let user = user.addr();
    /// #     let call = move || unsafe { done(0, 512, std::ptr::without_provenance_mut(user)) };
    /// #     *THREAD.lock().unwrap() = Some(std::thread::spawn(call));
    /// # }
    /// type Read = Result<usize, i32>;
    ///
    /// async fn read(file: i32) -> Read {
    ///     let done = Done::new(|error, length| Break(if error == 0 { Ok(length) } else { Err(error) }));
    ///     let (function, context, completion) = done.completion();
    ///     unsafe { read_async(file, function, context) };
    ///     match completion.await {
    ///         Ok(Break(read)) => read,
    ///         _ => Err(-1), // C has not called, or the closure did not break
    ///     }
    /// }
    /// # let mut task = core::task::Context::from_waker(core::task::Waker::noop());
    /// # let mut future = std::pin::pin!(read(3));
    /// # let read = loop {
    /// #     if let core::task::Poll::Ready(read) = future.as_mut().poll(&mut task) { break read }
    /// #     std::thread::yield_now();
    /// # };
    /// # assert_eq!(read, Ok(512));
    /// # THREAD.lock().unwrap().take().unwrap().join().unwrap();
    /// ```
    pub fn completion(self) -> (RawFn<C>, RawContext<C>, Completion<C>)
    where
        C: Accepts<F>,
        C::Kind: Once,
    {
        let place = Place { vacate, ..table::reserve() };
        let lodged = Lodged::behind(self, place, |context| {
            let state = Mutex::new(State { progress: Progress::Waiting, waker: None });
            Box::new(Awaited { context, claimed: AtomicBool::new(false), state })
        });
        let context = C::Context::from_ptr(lodged.handle());
        let destroy = C::Abi::destroy::<Destroy<C>>();
        (C::function::<Awaiting>(), context, Completion { lodged: Some(lodged), destroy })
    }
}

/// Gives the place of a completion back.
fn vacate(handle: usize) {
    // SAFETY: this is what was leaked, and nobody is in the entry any more.
    let awaited = unsafe { Box::from_raw(table::entry(handle).last_context().cast::<Awaited>()) };
    // It may have a waker, which is the code of others.
    unwind::drop_quietly(awaited);
    table::give_back(handle);
}

/// Waits for the one call of C's. See [`Context::completion`].
///
/// Its output is `Ok` of what the closure let escape, in the terms of [`Scoped`], or
/// [`Incomplete`]. A panic of the closure goes on where this is awaited.
///
/// # Threads
///
/// It is `Send` and `Sync` where the declaration says `Send`. If not, it stays on the thread that
/// owns the closure.
///
/// # Panics
///
/// When it is polled after it was ready.
#[must_use = "futures do nothing unless polled, and the closure is dropped with this one"]
pub struct Completion<C: Callback + 'static> {
    /// `None` once it was ready.
    lodged: Option<Lodged<C>>,
    destroy: RawDestroy<C>,
}

// SAFETY: any thread may call the closure, and so may drop it; what it lets escape is `Send`.
unsafe impl<C: Callback + 'static> Send for Completion<C> where C::Kind: AnyThread {}
// SAFETY: as above; shared, there is only the destroy function to be reached.
unsafe impl<C: Callback + 'static> Sync for Completion<C> where C::Kind: AnyThread {}

impl<C: Callback + 'static> Unpin for Completion<C> {}

impl<C: Callback + 'static> Completion<C> {
    /// A destroy function, for a library that runs one instead of the callback, or after it.
    ///
    /// The future is then [`Incomplete::Destroyed`] if there was no call. If there was, or the future
    /// is gone, it does nothing. Take it before the future is awaited.
    #[must_use]
    pub fn destroy(&self) -> RawDestroy<C> {
        self.destroy
    }
}

/// Why there is no value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Incomplete {
    /// C ran the destroy function, and had not called.
    Destroyed,
    /// A fault kept the call from the closure.
    Fault(Fault),
}

impl fmt::Display for Incomplete {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Destroyed => f.write_str("C gave the closure back without a call"),
            Self::Fault(fault) => fault.fmt(f),
        }
    }
}

impl core::error::Error for Incomplete {}

impl<C: Callback + 'static> Future for Completion<C> {
    type Output = Result<Scoped<C, ()>, Incomplete>;

    fn poll(mut self: Pin<&mut Self>, task: &mut Task<'_>) -> Poll<Self::Output> {
        let lodged = self.lodged.as_ref().expect("a completion is not polled after it was ready");
        // SAFETY: the entry of a completion leads to an `Awaited` as long as it is lodged.
        let awaited = unsafe { &*lodged.entry().last_context().cast::<Awaited>() };
        // Cloned and dropped by the code of others, so not under the lock.
        let before = awaited.lock().waker.take();
        let waker = match before {
            Some(waker) if waker.will_wake(task.waker()) => waker,
            _ => task.waker().clone(),
        };
        let mut state = awaited.lock();
        let progress = state.progress;
        if progress == Progress::Waiting {
            state.waker = Some(waker);
            return Poll::Pending;
        }
        drop(state);
        let (fault, panic) = (lodged.fault(), lodged.take_panic());
        let escaped = self.lodged.take().expect("it was there").evict();
        if let Some(payload) = panic {
            unwind::drop_quietly(escaped);
            unwind::resume(payload);
        }
        Poll::Ready(match (progress, fault) {
            (Progress::Called, None) => Ok(C::Outcome::scoped((), escaped)),
            (_, None) => Err(Incomplete::Destroyed),
            (_, Some(fault)) => {
                unwind::drop_quietly(escaped);
                Err(Incomplete::Fault(fault))
            }
        })
    }
}

impl<C: Callback + 'static> Drop for Completion<C> {
    fn drop(&mut self) {
        if let Some(lodged) = self.lodged.take() {
            unwind::drop_quietly(lodged.evict());
        }
    }
}

impl<C: Callback + 'static> fmt::Debug for Completion<C> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Completion").field(&self.lodged.as_ref().map(Lodged::header)).finish()
    }
}
