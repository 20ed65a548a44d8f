//! C calls on threads of its own, and the closure runs on the one that owns it.

use core::fmt;
use core::marker::PhantomData;
use core::mem;
use core::ptr::NonNull;
use std::boxed::Box;
use std::sync::Arc;

use crate::accepts::Accepts;
use crate::arguments::{Arguments, Untouched};
use crate::beginning::beginning;
use crate::call::{Call, Unused};
use crate::callback::{Callback, RawContext, RawFn};
use crate::closed;
use crate::context::Context;
use crate::dispatcher::Dispatcher;
use crate::entry::{DISPATCHED, Place};
use crate::fault::Fault;
use crate::header::{self, Header};
use crate::kind::{DroppedWith, Kind, OwnThread, Repeats};
use crate::lifetime::{self, Lifetime};
use crate::lodged::{self, Lodged};
use crate::queue::{Queue, Run};
use crate::registration::{self, Refused, Registration};
use crate::reply::Reply;
use crate::sendable::Sendable;
use crate::table;
use crate::unwind;
use crate::visit::{Lent, Visit};

/// What the entry of a callback that is dispatched leads to.
struct Remote {
    context: NonNull<()>,
    queue: Arc<Queue>,
}

/// A call on a foreign thread sends its arguments to the owner.
struct Dispatching;

/// What a call has found, and keeps alive.
///
/// A pointer: a reference would have to be good until the function returns that it was passed to, and
/// such a function may end the call.
#[derive(Clone, Copy)]
struct Found {
    remote: NonNull<Remote>,
    handle: usize,
    visit: Lent,
}

impl Found {
    fn look_up(handle: usize) -> Option<Self> {
        let entry = table::entry(handle);
        let (remote, visit) = Lent::enter(entry, handle ^ DISPATCHED)?;
        Some(Self { remote: remote.cast(), handle, visit })
    }

    /// The context that was found.
    ///
    /// # Safety
    ///
    /// - The call has not ended.
    unsafe fn context(self) -> NonNull<()> {
        // SAFETY: what the entry of such a callback leads to is a `Remote`, which stays while the
        // call is in the entry.
        unsafe { (*self.remote.as_ptr()).context }
    }

    /// The queue of the thread that owns the context.
    ///
    /// # Safety
    ///
    /// - As for [`context`](Self::context).
    unsafe fn queue(self) -> Arc<Queue> {
        // SAFETY: as above.
        let queue = unsafe { &(*self.remote.as_ptr()).queue };
        Arc::clone(queue)
    }
}

impl Lifetime for Dispatching {
    const ONCE: bool = false;
    type Found<K: Kind> = Found;

    unsafe fn find<K: Kind>(raw: *mut ()) -> Option<(NonNull<()>, Found)> {
        let found = Found::look_up(raw.addr())?;
        // SAFETY: the call has entered.
        Some((unsafe { found.context() }, found))
    }

    unsafe fn otherwise<C: Callback, F, P: Arguments>(
        raw: *mut (),
        arguments: Unused<P>,
        _: Unused<impl FnOnce(P::Converted, Call<'_, C, F>) -> C::Return>,
    ) -> C::Return {
        arguments.discard();
        closed::expired::<C>(raw)
    }

    unsafe fn context<K: Kind>(found: Found) -> NonNull<()> {
        // SAFETY: the caller's promise.
        unsafe { found.context() }
    }

    unsafe fn call<C: Callback, F, P: Arguments>(
        (context, found): (NonNull<()>, Found),
        arguments: Unused<P>,
        enter: Unused<impl FnOnce(P::Converted, Call<'_, C, F>) -> C::Return>,
    ) -> C::Return {
        // SAFETY: a context that was found is alive, and only shared references to it are formed.
        let header = unsafe { beginning::<Header<C::Return>>(context) };
        if !header.record.gate.is_foreign() {
            // SAFETY: the caller's promises.
            return unsafe { lifetime::enter::<Self, C, F, P>((context, found), arguments, enter) };
        }
        // The call ends after this, so that the header outlasts the reference.
        let arguments = convert_there(header, arguments);
        // SAFETY: the call has entered.
        let queue = unsafe { found.queue() };
        // Before anything is waited for: who unregisters waits for the calls that are inside.
        // SAFETY: the call has entered, and ends here.
        unsafe { found.visit.end() };
        match arguments {
            // SAFETY: the handle is that of a callback of `C` and `F` that was dispatched, and so
            // are the arguments those of `dispatch`.
            Ok(arguments) => unsafe {
                send::<C, F, P::Converted>(&queue, found.handle, arguments, enter)
            },
            Err(fallback) => fallback,
        }
    }

    unsafe fn release<C: Callback, F>(found: Found) -> bool {
        // SAFETY: the call has entered, and ends here.
        unsafe { found.visit.leave() }
    }

    unsafe fn finish<C: Callback, F>(found: Found, result: C::Return) -> C::Return {
        // SAFETY: `release` has returned `true`.
        unsafe { found.visit.tell() };
        result
    }

    unsafe fn refuse<C: Callback>(found: Found) -> C::Return {
        // SAFETY: the call has entered.
        let context = unsafe { found.context() };
        // SAFETY: the context is alive as long as this call is in the entry.
        let refused = unsafe { header::refuse::<C::Return>(context, false) };
        // SAFETY: as above.
        unsafe { found.visit.end() };
        refused
    }
}

/// Converts what C passed, on the thread that it was passed on; or what C gets instead.
fn convert_there<R, P: Arguments>(
    header: &Header<R>,
    arguments: Unused<P>,
) -> Result<P::Converted, R> {
    let record = &header.record;
    if record.gate.is_poisoned() {
        arguments.discard();
        return Err(header.fallback());
    }
    match unwind::catch(|| arguments.take().convert()) {
        Ok(Some(arguments)) => return Ok(arguments),
        Ok(None) => record.record(Fault::InvalidArgument),
        Err(payload) => record.poison(payload),
    }
    Err(header.fallback())
}

/// Sends a call to the thread that owns its closure; waits for the answer, if C expects one.
///
/// # Safety
///
/// - `handle` is, or was, that of a callback for `C` and `F` that leads to a `Remote`.
/// - `A` is `Send` and `'static`, and `enter` is what generated code passes.
unsafe fn send<C: Callback, F, A>(
    queue: &Queue,
    handle: usize,
    arguments: A,
    enter: Unused<impl FnOnce(A, Call<'_, C, F>) -> C::Return>,
) -> C::Return {
    let expects_answer = size_of::<C::Return>() > 0;
    let reply = Reply::new();
    let answer = Arc::clone(&reply);
    let run = move |go: bool| {
        if !go || !answer.is_awaited() {
            unwind::drop_quietly(arguments);
            answer.give_up();
            // Else who waits says so.
            if !expects_answer {
                C::SITE.report(Fault::Undelivered).send();
            }
            return false;
        }
        let Some(found) = Found::look_up(handle) else {
            unwind::drop_quietly(arguments);
            C::SITE.report(Fault::Expired).send();
            answer.give_up();
            return false;
        };
        // SAFETY: the call has entered.
        let context = unsafe { found.context() };
        let arguments = Unused::new(Untouched(arguments));
        // SAFETY: the context was found by its handle.
        let result =
            unsafe { lifetime::enter::<Dispatching, C, F, _>((context, found), arguments, enter) };
        // Nothing says that another thread may drop it.
        unwind::drop_quietly(if expects_answer { answer.give(result) } else { Some(result) });
        true
    };
    let run: Run<'_> = Box::new(run);
    // SAFETY: what it has captured is `'static`, whether the types say so or not: the arguments (the
    // caller's promise), and what generated code evaluates from constants.
    let run = unsafe { mem::transmute::<Run<'_>, Run<'static>>(run) };

    let deadline = queue.deadline();
    // SAFETY: the arguments are `Send` (the caller's promise), and to make no call touches nothing else
    // that was captured.
    let ticket = match unsafe { queue.push(handle, run, deadline) } {
        Ok(ticket) => Some(ticket),
        Err(run) => {
            run(false);
            None
        }
    };
    if expects_answer {
        if let Some(answer) = reply.wait(deadline) {
            return answer;
        }
        // Nobody has begun it, or nobody will know: there is room for another.
        if let Some(run) = ticket.and_then(|ticket| queue.withdraw(ticket)) {
            run(false);
        }
        C::SITE.report(Fault::Undelivered).send();
    }
    C::FALLBACK
}

impl<C: Callback + 'static, F: 'static> Context<C, F> {
    /// Has the closure run on this thread, its owner, wherever C calls.
    ///
    /// For a library that calls from threads of its own. A call on a foreign thread converts the
    /// arguments there and sends them to `dispatcher`, in whose
    /// [`run_pending`](Dispatcher::run_pending) or [`recv`](Dispatcher::recv) the closure runs. If C
    /// expects a value, the call waits for it; else it returns at once. A call on this thread is
    /// made at once, before those that wait in the queue.
    ///
    /// # Safety duties
    ///
    /// As those of [`register`](Self::register); and C may use and free the value that it gets on the thread
    /// of its call, though the closure made it on another.
    ///
    /// If the closure is not entered, the converted arguments are dropped, on C's thread or on the dispatcher's.
    ///
    /// # What can be sent
    ///
    /// Each parameter of the closure is owned and `Send`, since what C passes may be gone when the
    /// closure runs: no `&T`, `&CStr` or `&[T]`, and no pointer. Take a type of yours that copies what C
    /// passes. For the string of a log callback:
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
    ///     .register::<Infallible>(
    ///         |handler, user| Ok(unsafe { on_event(Some(handler), user) }),
    ///         |_, user| Ok(unsafe { on_event(None, user) }),
    ///     );
    /// dispatcher.recv(); // the event loop
    /// assert_eq!(seen.get(), 7);
    /// # drop(registration);
    /// # THREAD.lock().unwrap().take().unwrap().join().unwrap();
    /// ```
    pub fn dispatch(self, dispatcher: &Dispatcher) -> Dispatched<C, F>
    where
        C: Accepts<F>,
        C::Signature: Sendable,
        C::Kind: OwnThread,
    {
        let queue = dispatcher.queue();
        Dispatched { context: self, queue, _thread: PhantomData }
    }
}

/// A closure that runs on the thread of a [`Dispatcher`]. See [`Context::dispatch`].
#[must_use = "a closure does nothing until its raw parts are handed to C"]
pub struct Dispatched<C: Callback, F> {
    context: Context<C, F>,
    queue: Arc<Queue>,
    /// Who registers owns the closure, and that is the dispatcher's thread.
    _thread: PhantomData<*const ()>,
}

impl<C: Callback + 'static, F: 'static> Dispatched<C, F> {
    /// [`Context::register`], but the closure runs on this thread wherever C calls.
    ///
    /// The [`Registration`] stays on this thread. When it is dropped, the calls that wait, in the
    /// queue or for room in it, are given up before `unset` is run, and so are those that foreign
    /// threads make from then on: C gets the fallback. So `unset` may wait for C's threads, if none of them
    /// can be in another callback of the same dispatcher.
    ///
    /// # Errors
    ///
    /// As [`Context::register`].
    ///
    /// # Panics
    ///
    /// As [`Context::register`].
    pub fn register<E>(
        self,
        set: impl FnOnce(RawFn<C>, RawContext<C>) -> Result<(), E>,
        unset: impl FnOnce(RawFn<C>, RawContext<C>) -> Result<(), E> + DroppedWith<C::Kind> + 'static,
    ) -> Result<Registration<C, E>, E>
    where
        C: Accepts<F>,
        C::Kind: Repeats,
    {
        self.try_register(set, unset).map_err(registration::drop_closure::<C, E, F>)
    }

    /// [`register`](Self::register), but the closure comes back where C refuses it.
    ///
    /// # Errors
    ///
    /// As [`Context::try_register`].
    ///
    /// # Panics
    ///
    /// As [`Context::register`].
    pub fn try_register<E>(
        self,
        set: impl FnOnce(RawFn<C>, RawContext<C>) -> Result<(), E>,
        unset: impl FnOnce(RawFn<C>, RawContext<C>) -> Result<(), E> + DroppedWith<C::Kind> + 'static,
    ) -> Result<Registration<C, E>, Refused<E, F>>
    where
        C: Accepts<F>,
        C::Kind: Repeats,
    {
        let Self { context, queue, .. } = self;
        let shared = Arc::clone(&queue);
        let place = Place { vacate, ..lodged::reserve() };
        let handle = place.key;
        let front = |context| Box::new(Remote { context, queue });
        // SAFETY: who looks up with `DISPATCHED`, and `vacate`, are in this file.
        let lodged = unsafe { Lodged::behind(context, place, DISPATCHED, front) };
        shared.admit(handle);
        let unset = move |function, context| {
            // C may wait in there for its threads, and they for this one.
            shared.cancel(handle);
            unset(function, context)
        };
        // SAFETY: the context was one for `F`.
        unsafe { registration::set(C::function::<Dispatching>(), lodged, set, unset) }
    }
}

impl<C: Callback, F> fmt::Debug for Dispatched<C, F> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Dispatched").field("context", &self.context).finish_non_exhaustive()
    }
}

/// Gives the place of such a callback back, and up what is in the queue.
///
/// # Safety
///
/// - As for [`Place::vacate`], and what was in the entry is a `Remote`.
unsafe fn vacate(handle: usize) {
    // SAFETY: this is what was leaked, and nobody is in the entry any more (the caller's promise).
    let remote = unsafe { Box::from_raw(table::entry(handle).last_context().cast::<Remote>()) };
    remote.queue.cancel(handle);
    // SAFETY: the caller's promise.
    unsafe { table::give_back(handle) };
}
