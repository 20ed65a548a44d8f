//! The lifetime of a dispatched callback: the trampoline sends the call to the thread of the closure.

use core::mem;
use core::ptr::NonNull;
use std::boxed::Box;
use std::sync::Arc;

use crate::calls::arguments::{Arguments, Untouched};
use crate::calls::call::{Call, Unused};
use crate::calls::lifetime::{self, Lifetime};
use crate::contexts::cold;
use crate::contexts::method::{Method, MethodOf};
use crate::contexts::record::{FreedBy, Record};
use crate::contract::callback::Callback;
use crate::contract::kind::Kind;
use crate::contract::prefix::prefix;
use crate::dispatch::queue::{Action, Queue, Run};
use crate::dispatch::remote::Found;
use crate::dispatch::reply::Reply;
use crate::entries::entry_guard::EntryGuard;
use crate::faults::fault::{Fault, Site};
use crate::faults::unwind;
use crate::registered::refusal;

/// The lifetime of a dispatched callback: a call on a foreign thread sends its arguments to the owner.
pub(super) struct Dispatching;

impl Lifetime for Dispatching {
    const FREED_BY: FreedBy = FreedBy::Others;
    const OUTLIVES_CALL: bool = true;
    type Found<K: Kind> = Found;

    unsafe fn find<K: Kind>(raw: *mut ()) -> Option<(NonNull<()>, Found)> {
        let found = Found::look_up(raw.addr())?;
        // SAFETY: the call has entered and not exited.
        Some((unsafe { found.context() }, found))
    }

    #[inline]
    unsafe fn not_found<C: Callback + ?Sized, F, P: Arguments, M: MethodOf<C>>(
        raw: *mut (),
        arguments: Unused<P>,
        method: M,
        _: Unused<impl FnOnce(P::Converted, Call<'_, C, F>) -> M::Return>,
    ) -> M::Return {
        arguments.discard();
        let (site, fallback) = method.constants();
        refusal::refuse_absent(site, raw, fallback)
    }

    unsafe fn context<K: Kind>(found: Found) -> NonNull<()> {
        // SAFETY: the call has not exited (the caller's promise).
        unsafe { found.context() }
    }

    #[inline]
    unsafe fn call<C: Callback + ?Sized, F, P: Arguments, M: MethodOf<C>>(
        (context, found): (NonNull<()>, Found),
        arguments: Unused<P>,
        method: M,
        invoke: Unused<impl FnOnce(P::Converted, Call<'_, C, F>) -> M::Return>,
    ) -> M::Return {
        // SAFETY: the call has not exited, so the context is alive. Only a shared reference is formed.
        let record = unsafe { prefix::<Record>(context) };
        if !record.gate.is_foreign() {
            // SAFETY: `find` found this, and `arguments` are all arguments (the caller's promises).
            return unsafe {
                lifetime::run::<Self, C, F, P, M>((context, found), arguments, method, invoke)
            };
        }
        // Before the exit, so that the context outlives the reference.
        let arguments = convert_arguments(record, arguments);
        // Before this thread waits for anything, because whoever ends the callback waits for calls that are in
        // the entry.
        // SAFETY: the call has entered, and exits once.
        let queue = unsafe { found.exit() };
        match arguments {
            // SAFETY: the handle is that of a dispatched callback for `C` and `F`, and `dispatch` requires
            // arguments that are `Send` and `'static`.
            Some(arguments) => unsafe {
                send::<C, F, P::Converted, M>(queue, found.handle, arguments, method, invoke)
            },
            None => method.constants().1,
        }
    }

    unsafe fn release<C: Callback + ?Sized, F>(found: Found) -> bool {
        // SAFETY: the call has entered, and exits once (the caller's promise).
        unsafe { found.guard.exit() }
    }

    unsafe fn after_release<C: Callback + ?Sized, F, T>(found: Found, result: T) -> T {
        // SAFETY: `release` returned `true`.
        unsafe { found.guard.notify_waiters() };
        result
    }

    unsafe fn refuse<K: Kind, M: Method>(found: Found, method: M) -> M::Return {
        // SAFETY: the call has not exited (the caller's promise).
        let context = unsafe { found.context() };
        // SAFETY: the context is alive until the call exits, and one of the declaration.
        let refused = unsafe { cold::refuse(context, FreedBy::Others, method) };
        // SAFETY: the call has entered, and exits once.
        unsafe { found.guard.exit_and_notify() };
        refused
    }
}

/// Converts the arguments on the thread that C calls on.
fn convert_arguments<P: Arguments>(record: &Record, arguments: Unused<P>) -> Option<P::Converted> {
    if record.gate.is_poisoned() {
        arguments.discard();
        return None;
    }
    match unwind::catch(|| arguments.take().convert()) {
        Ok(arguments) => {
            if arguments.is_none() {
                record.fail_before_entry(None);
            }
            arguments
        }
        Err(payload) => {
            record.fail_before_entry(Some(payload));
            None
        }
    }
}

/// Sends a call to the thread that owns its closure. Waits for the answer if C expects one.
///
/// # Safety
///
/// - `handle` is, or was, that of a dispatched callback for `C` and `F`.
/// - `A` is `Send` and `'static`, and `invoke` is what generated code passes.
#[inline]
#[allow(clippy::needless_pass_by_value, reason = "by reference, a call takes an instruction more")]
unsafe fn send<C: Callback + ?Sized, F, A, M: MethodOf<C>>(
    queue: Arc<Queue>,
    handle: usize,
    arguments: A,
    method: M,
    invoke: Unused<impl FnOnce(A, Call<'_, C, F>) -> M::Return>,
) -> M::Return {
    let method_of_run = method.duplicate();
    let (answer, reply) = Reply::shared_by_two();
    let run = move |action: Action| {
        let (context, found) = match begin(&answer, action, handle) {
            Ok(found) => found,
            Err(fault) => {
                unwind::drop_quietly(arguments);
                decline(&answer, fault, C::SITE, C::EXPECTS_ANSWER);
                return false;
            }
        };
        let arguments = Unused::new(Untouched(arguments));
        // SAFETY: `begin` found this context, which is one for `F` because of the handle (the caller's promise).
        let result = unsafe {
            lifetime::run::<Dispatching, C, F, _, M>(
                (context, found),
                arguments,
                method_of_run,
                invoke,
            )
        };
        // Dropped here, because it need not be `Send`.
        unwind::drop_quietly(if C::EXPECTS_ANSWER { answer.give(result) } else { Some(result) });
        true
    };
    let run: Run<'_> = Box::new(run);
    // SAFETY: all captures are `'static`, even if their types do not say so: the arguments (the caller's
    // promise), and what generated code evaluates from constants. Closures in keys have captured nothing, as
    // `run_with` asserts because of `OUTLIVES_CALL`.
    let run = unsafe { mem::transmute::<Run<'_>, Run<'static>>(run) };
    // SAFETY: the arguments are `Send` (the caller's promise). Besides them, giving the call up uses the reply
    // alone, which holds no answer then.
    let answer = unsafe { deliver(queue, handle, run, reply, C::SITE, C::EXPECTS_ANSWER) };
    answer.unwrap_or_else(|| method.constants().1)
}

/// Begins a call on the closure's thread.
///
/// # Errors
///
/// Returns the fault if the call is given up, if its thread waits no longer, or if the callback has ended.
#[inline(never)]
fn begin<R>(
    answer: &Reply<R>,
    action: Action,
    handle: usize,
) -> Result<(NonNull<()>, Found), Fault> {
    if action == Action::GiveUp || !answer.is_pending() {
        return Err(Fault::Undelivered);
    }
    let found = Found::look_up(handle).ok_or(Fault::Expired)?;
    // SAFETY: the call has entered and not exited.
    Ok((unsafe { found.context() }, found))
}

/// Ends a call that [`begin`] has refused.
#[inline(never)]
fn decline<R>(answer: &Reply<R>, fault: Fault, site: &'static Site, expects_answer: bool) {
    answer.give_up();
    // If C expects an answer, the waiting thread reports that it gets none.
    if fault == Fault::Expired || !expects_answer {
        site.report(fault).emit();
    }
}

/// Sends a call to the closure's thread. Returns its answer, if C expects one and it comes in time.
///
/// # Safety
///
/// - Any thread may give `run` up.
#[inline(never)]
#[allow(improper_ctypes_definitions, reason = "`extern` for its `nounwind`; C never sees it")]
unsafe extern "C" fn deliver<R>(
    queue: Arc<Queue>,
    handle: usize,
    run: Run<'static>,
    reply: Arc<Reply<R>>,
    site: &'static Site,
    expects_answer: bool,
) -> Option<R> {
    let deadline = queue.deadline();
    // SAFETY: the caller's promise.
    let ticket = match unsafe { queue.push(handle, run, deadline) } {
        Ok(ticket) => Some(ticket),
        Err(run) => {
            run(Action::GiveUp);
            None
        }
    };
    if !expects_answer {
        return None;
    }
    if let Some(answer) = reply.wait(deadline) {
        return Some(answer);
    }
    // The call has not begun, or its answer comes too late. Withdrawing the call makes room for another one.
    if let Some(run) = ticket.and_then(|ticket| queue.withdraw(ticket)) {
        run(Action::GiveUp);
    }
    site.report(Fault::Undelivered).emit();
    None
}
