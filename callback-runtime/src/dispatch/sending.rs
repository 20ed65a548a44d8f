//! What the trampoline of a dispatched callback does: it sends a call to the thread of the closure.

use core::mem;
use core::ptr::NonNull;
use std::boxed::Box;
use std::sync::Arc;

use crate::calls::arguments::{Arguments, Untouched};
use crate::calls::call::{Call, Unused};
use crate::calls::lifetime::{self, Lifetime};
use crate::contexts::header::{self, Header};
use crate::contexts::record::FreedBy;
use crate::contract::callback::Callback;
use crate::contract::kind::Kind;
use crate::contract::prefix::prefix;
use crate::dispatch::queue::{Action, Queue, Run};
use crate::dispatch::reply::Reply;
use crate::entries::entry::DISPATCHED;
use crate::entries::entry_guard::{EntryGuard, Lent};
use crate::entries::table;
use crate::faults::fault::Fault;
use crate::faults::unwind;
use crate::registered::refusal;

/// What the entry of a callback that is dispatched leads to.
pub(super) struct Remote {
    pub(super) context: NonNull<()>,
    pub(super) queue: Arc<Queue>,
}

/// A call on a foreign thread sends its arguments to the owner.
pub(super) struct Dispatching;

/// What a call has found, and keeps alive.
///
/// A pointer: a reference would have to be good until the function returns that it was passed to, and
/// such a function may end the call.
#[derive(Clone, Copy)]
pub(super) struct Found {
    remote: NonNull<Remote>,
    handle: usize,
    guard: Lent,
}

impl Found {
    fn look_up(handle: usize) -> Option<Self> {
        let entry = table::entry(handle);
        let (remote, guard) = Lent::enter(entry, handle ^ DISPATCHED)?;
        Some(Self { remote: remote.cast(), handle, guard })
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
    const FREED_BY: FreedBy = FreedBy::Others;
    type Found<K: Kind> = Found;

    unsafe fn find<K: Kind>(raw: *mut ()) -> Option<(NonNull<()>, Found)> {
        let found = Found::look_up(raw.addr())?;
        // SAFETY: the call has entered.
        Some((unsafe { found.context() }, found))
    }

    unsafe fn not_found<C: Callback, F, P: Arguments>(
        raw: *mut (),
        arguments: Unused<P>,
        _: Unused<impl FnOnce(P::Converted, Call<'_, C, F>) -> C::Return>,
    ) -> C::Return {
        arguments.discard();
        refusal::refuse_absent::<C>(raw)
    }

    unsafe fn context<K: Kind>(found: Found) -> NonNull<()> {
        // SAFETY: the caller's promise.
        unsafe { found.context() }
    }

    unsafe fn call<C: Callback, F, P: Arguments>(
        (context, found): (NonNull<()>, Found),
        arguments: Unused<P>,
        invoke: Unused<impl FnOnce(P::Converted, Call<'_, C, F>) -> C::Return>,
    ) -> C::Return {
        // SAFETY: a context that was found is alive, and only shared references to it are formed.
        let header = unsafe { prefix::<Header<C::Return>>(context) };
        if !header.record.gate.is_foreign() {
            // SAFETY: the caller's promises.
            return unsafe { lifetime::run::<Self, C, F, P>((context, found), arguments, invoke) };
        }
        // The call ends after this, so that the header outlasts the reference.
        let arguments = convert_arguments(header, arguments);
        // SAFETY: the call has entered.
        let queue = unsafe { found.queue() };
        // Before anything is waited for: who unregisters waits for the calls that are inside.
        // SAFETY: the call has entered, and ends here.
        unsafe { found.guard.exit_and_notify() };
        match arguments {
            // SAFETY: the handle is that of a callback of `C` and `F` that was dispatched, and so
            // are the arguments those of `dispatch`.
            Ok(arguments) => unsafe {
                send::<C, F, P::Converted>(&queue, found.handle, arguments, invoke)
            },
            Err(fallback) => fallback,
        }
    }

    unsafe fn release<C: Callback, F>(found: Found) -> bool {
        // SAFETY: the call has entered, and ends here.
        unsafe { found.guard.exit() }
    }

    unsafe fn after_release<C: Callback, F>(found: Found, result: C::Return) -> C::Return {
        // SAFETY: `release` has returned `true`.
        unsafe { found.guard.notify_waiters() };
        result
    }

    unsafe fn refuse<C: Callback>(found: Found) -> C::Return {
        // SAFETY: the call has entered.
        let context = unsafe { found.context() };
        // SAFETY: the context is alive as long as this call is in the entry.
        let refused = unsafe { header::refuse::<C::Return>(context, FreedBy::Others) };
        // SAFETY: as above.
        unsafe { found.guard.exit_and_notify() };
        refused
    }
}

/// Converts what C passed, on the thread that it was passed on; or what C gets instead.
fn convert_arguments<R, P: Arguments>(
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
        Ok(None) => record.note_and_emit(Fault::InvalidArgument),
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
    invoke: Unused<impl FnOnce(A, Call<'_, C, F>) -> C::Return>,
) -> C::Return {
    let expects_answer = size_of::<C::Return>() > 0;
    let reply = Reply::new();
    let answer = Arc::clone(&reply);
    let run = move |action: Action| {
        if action == Action::GiveUp || !answer.is_pending() {
            unwind::drop_quietly(arguments);
            answer.give_up();
            // Else who waits says so.
            if !expects_answer {
                C::SITE.report(Fault::Undelivered).emit();
            }
            return false;
        }
        let Some(found) = Found::look_up(handle) else {
            unwind::drop_quietly(arguments);
            C::SITE.report(Fault::Expired).emit();
            answer.give_up();
            return false;
        };
        // SAFETY: the call has entered.
        let context = unsafe { found.context() };
        let arguments = Unused::new(Untouched(arguments));
        // SAFETY: the context was found by its handle.
        let result =
            unsafe { lifetime::run::<Dispatching, C, F, _>((context, found), arguments, invoke) };
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
            run(Action::GiveUp);
            None
        }
    };
    if expects_answer {
        if let Some(answer) = reply.wait(deadline) {
            return answer;
        }
        // Nobody has begun it, or nobody will know: there is room for another.
        if let Some(run) = ticket.and_then(|ticket| queue.withdraw(ticket)) {
            run(Action::GiveUp);
        }
        C::SITE.report(Fault::Undelivered).emit();
    }
    C::FALLBACK
}

/// Gives the place of such a callback back, and up what is in the queue.
///
/// # Safety
///
/// - As for [`Claim::give_back`](crate::entries::entry::Claim::give_back), and what was in the entry is a `Remote`.
pub(super) unsafe fn give_back(handle: usize) {
    // SAFETY: this is what was leaked, and nobody is in the entry any more (the caller's promise).
    let remote = unsafe { Box::from_raw(table::entry(handle).last_context().cast::<Remote>()) };
    remote.queue.remove_callback(handle);
    // SAFETY: the caller's promise.
    unsafe { table::give_back(handle) };
}
