//! Calls on other threads, run on the thread that owns the closure.
//!
//! ```text
//! C's thread: trampoline ─▶ convert ─▶ leave the entry ─▶ push ─▶ wait for the reply, if C expects a value
//!                                                          │             ▲
//! the owner:                       run_pending, recv ─▶ pop ─▶ enter ─▶ give
//! ```
//!
//! A call on the owner's thread is made at once. One on another thread converts its arguments there, which is
//! why they are `Send` and borrow nothing. It leaves the entry before it waits, because whoever ends the
//! registration waits for calls that are in the entry. When its turn comes, the call looks the callback up
//! again by its handle, and is given up if that has ended.
//!
//! | file | what it is |
//! |---|---|
//! | `dispatched` | the public form: `dispatch`, and `register` on what that returns |
//! | `sending` | what the trampoline does |
//! | `dispatcher` | the public form of a queue, for the thread that empties it |
//! | `queue` | calls on their way, with a limit |
//! | `reply` | what the waiting thread gets back |
//! | `waiting` | condition variables with a deadline |
//! | `sendable` | which arguments can be sent |
//!
//! C's value need not be `Send`; one that comes too late is dropped on the owner's thread. The locks here are
//! held for moments, and never while the user's code runs.

pub(crate) mod dispatched;
pub(crate) mod dispatcher;
pub(crate) mod queue;
mod reply;
mod sendable;
mod sending;
mod waiting;
