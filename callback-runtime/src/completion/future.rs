//! The method `completion`, and the future that it returns.

use core::fmt;
use core::future::Future;
use core::pin::Pin;
use core::task::{Context as Task, Poll};

use crate::calls::accepts::Accepts;
use crate::completion::awaiting::{self, Awaited, Awaiting, Destroy, Progress};
use crate::contexts::context::Context;
use crate::contract::callback::{Callback, RawContext, RawDestroy, RawFn, Scoped};
use crate::contract::destroy::DestroyFunction;
use crate::contract::kind::{AnyThread, Kind, Once};
use crate::contract::outcome::Outcome;
use crate::faults::fault::Fault;
use crate::faults::unwind::{self, Payload};
use crate::registered::any_installed::{AnyInstalled, Boxed};
use crate::registered::installed::Installed;

impl<C: Callback + ?Sized + 'static, F: 'static> Context<C, F> {
    /// Creates a callback that C calls once, and a future that waits for the call.
    ///
    /// Returns the two raw parts for C, and the future. The future resolves to what the closure let escape
    /// past C, a `Break` or an `Err`, as [`scope`](Self::scope) would return it. It works with any
    /// executor.
    ///
    /// C may call before the future is polled for the first time. If the declaration says `Send`, C may
    /// call on another thread.
    ///
    /// The context is on the heap until the future ends. The user data is a handle, as with
    /// [`register`](Self::register). If the future is dropped, the closure is dropped, too. A call that
    /// comes all the same finds nothing by its handle, and C gets the fallback. So if C refuses the
    /// callback, or a time limit is over, drop the future: nothing else has to be done.
    ///
    /// If C passes null, that is reported to the [fault hook](crate::set_fault_hook), and the future stays
    /// pending. If the first call is refused, for example because it comes on a wrong thread, it is still
    /// the one call: the future resolves to [`Incomplete::Fault`].
    ///
    /// # Safety duties
    ///
    /// The duties are those of [`register`](Self::register), and the following:
    ///
    /// - C passes to the destroy function, [`Completion::destroy`], only what it may pass to the function.
    /// - If C writes into a buffer until it calls, the buffer is alive until then, even if the future is
    ///   dropped. Share the buffer, for example by an `Arc`, with something that outlives both the future
    ///   and C's operation.
    ///
    /// # Panics
    ///
    /// Panics as [`register`](Self::register) does if too many callbacks are registered at once.
    ///
    /// # Locks
    ///
    /// Dropping the future waits for the call if that is running on another thread: see
    /// [`Registration`](crate::Registration#locks).
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
    #[inline]
    #[doc(alias = "GAsyncReadyCallback")]
    pub fn completion(self) -> (RawFn<C>, RawContext<C>, Completion<C>)
    where
        C: Accepts<F>,
        C::Kind: Once,
    {
        let installed = awaiting::install(Boxed::new(self), C::Kind::AFFINITY);
        // SAFETY: the context is one of `C`.
        let installed = unsafe { Installed::of(installed) };
        let context = installed.context();
        let destroy = C::Destroy::with_effect::<Destroy<C>, C::Context>();
        (C::function::<Awaiting>(), context, Completion { installed: Some(installed), destroy })
    }
}

/// A future that waits for the one call that C makes of a closure.
///
/// [`Context::completion`] returns it. Its output is `Ok` of what the closure let escape, a `Break` or an
/// `Err`, in the form that [`Scoped`] describes, or an [`Incomplete`]. If the closure panicked, the panic
/// goes on where the future is awaited.
///
/// # Threads
///
/// A completion is `Send` and `Sync` if the declaration says `Send`. Otherwise it stays on the thread that
/// owns the closure, which is the one that created the completion.
///
/// # Panics
///
/// Panics if it is polled after it was ready.
#[must_use = "futures do nothing unless polled, and the closure is dropped with this one"]
pub struct Completion<C: Callback + ?Sized + 'static> {
    /// `None` once it was ready.
    installed: Option<Installed<C>>,
    destroy: RawDestroy<C>,
}

// SAFETY: any thread may call the closure, and so any thread may drop it. What it lets escape is `Send`.
unsafe impl<C: Callback + ?Sized + 'static> Send for Completion<C> where C::Kind: AnyThread {}
// SAFETY: a shared reference gives access to the destroy function alone.
unsafe impl<C: Callback + ?Sized + 'static> Sync for Completion<C> where C::Kind: AnyThread {}

impl<C: Callback + ?Sized + 'static> Unpin for Completion<C> {}

impl<C: Callback + ?Sized + 'static> Completion<C> {
    /// Returns a destroy function, for a library that runs one in place of the callback, or after it.
    ///
    /// If C runs the destroy function and has not called, the future resolves to [`Incomplete::Destroyed`].
    /// If C has called, or the future is gone, the destroy function does nothing. Take the destroy function
    /// before the future is awaited.
    #[must_use]
    pub fn destroy(&self) -> RawDestroy<C> {
        self.destroy
    }
}

/// Why a [`Completion`] has no value.
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
            Self::Destroyed => f.write_str("C ran the destroy function without a call"),
            Self::Fault(fault) => fault.fmt(f),
        }
    }
}

impl core::error::Error for Incomplete {}

impl<C: Callback + ?Sized + 'static> Future for Completion<C> {
    type Output = Result<Scoped<C, ()>, Incomplete>;

    fn poll(mut self: Pin<&mut Self>, task: &mut Task<'_>) -> Poll<Self::Output> {
        let installed =
            self.installed.as_ref().expect("a `Completion` cannot be polled after it was ready");
        let Poll::Ready(result) = poll(installed.any(), task) else { return Poll::Pending };
        let escaped =
            self.installed.take().expect("a completion that is polled is installed").end();
        match result {
            Ok(()) => Poll::Ready(Ok(C::Outcome::scoped((), escaped))),
            Err(stopped) => {
                unwind::drop_quietly(escaped);
                match stopped {
                    Stopped::Incomplete(incomplete) => Poll::Ready(Err(incomplete)),
                    Stopped::Panicked(payload) => unwind::resume(payload),
                }
            }
        }
    }
}

/// Why a completion resolves to no value.
enum Stopped {
    Incomplete(Incomplete),
    Panicked(Payload),
}

/// Returns whether the call has returned, and how, for a completion of any declaration.
fn poll(installed: &AnyInstalled, task: &Task<'_>) -> Poll<Result<(), Stopped>> {
    // SAFETY: the entry of a completion leads to an `Awaited` while `installed` exists. A waker is foreign code, but
    // it cannot end a future that is borrowed here.
    let awaited = unsafe { &*installed.entry().last_context().cast::<Awaited>() };
    let progress = awaited.poll(task.waker());
    if progress == Progress::Waiting {
        return Poll::Pending;
    }
    Poll::Ready(match (installed.take_panic(), installed.fault(), progress) {
        (Some(payload), ..) => Err(Stopped::Panicked(payload)),
        (None, Some(fault), _) => Err(Stopped::Incomplete(Incomplete::Fault(fault))),
        (None, None, Progress::Called) => Ok(()),
        (None, None, _) => Err(Stopped::Incomplete(Incomplete::Destroyed)),
    })
}

impl<C: Callback + ?Sized + 'static> fmt::Debug for Completion<C> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Completion")
            .field(&self.installed.as_ref().map(|installed| installed.any().record()))
            .finish()
    }
}
