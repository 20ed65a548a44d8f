//! Dispatch: C calls on any thread, and the closure runs on the thread that owns it.
//!
//! ```text
//! C's thread: trampoline ─▶ convert ─▶ exit the entry ─▶ push ─▶ wait for the reply, if C expects a value
//!                                                          │              ▲
//! the owner:                       run_pending, recv ─▶ pop ─▶ invoke ─▶ give
//! ```
//!
//! A call on the owner thread runs immediately. A call on another thread converts its arguments there, so they
//! have to be `Send` and borrow nothing. It exits the entry before it waits, because whoever ends the
//! registration waits for calls that are in the entry. When its turn comes, the call finds the callback again
//! by its handle, and is given up if the callback has ended.
//!
//! The declared signature decides whether the arguments may change threads. The closure's own type says less: a
//! closure that takes any `&T` also takes a `&'static T`. In that signature, a type with a name replaces each
//! reference, for the sake of the message.
//!
//! | file | what it is |
//! |---|---|
//! | `dispatched` | the method `dispatch`, and `register` for the closure that it returns |
//! | `sending` | the lifetime: the trampoline sends the call |
//! | `remote` | what the entry leads to, and how a call finds it |
//! | `dispatcher` | the public type `Dispatcher`, for the thread that runs the calls |
//! | `queue` | the sent calls, with a limit |
//! | `reply` | the answer, for the waiting thread |
//! | `waiting` | condition variables with a deadline |
//! | `sendable` | which arguments can be sent |
//!
//! C's value need not be `Send`. One that comes too late is dropped on the owner's thread. The locks here are
//! held for a short time, and never while the user's code runs.

pub(crate) mod dispatched;
pub(crate) mod dispatcher;
pub(crate) mod queue;
mod remote;
mod reply;
mod sendable;
mod sending;
mod waiting;
