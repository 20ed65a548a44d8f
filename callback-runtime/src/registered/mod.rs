//! Callbacks that C knows by a handle and may call at any time: `register`, and what slots, dispatch and
//! completions share with it.
//!
//! | file | what it is |
//! |---|---|
//! | `register` | the public form: `register` and `try_register` |
//! | `registration` | the `Registration` that they return, which ends the callback |
//! | `by_handle` | how a call finds its context by the handle |
//! | `installed` | a context on the heap to which an entry leads, until this is dropped |
//! | `refusal` | what C gets from a call that does not enter: late, on a wrong thread, poisoned |
//! | `fork` | what the child of a `fork` makes of the threads that it does not have |
//! | `left` | what leaked registrations leave for leak checkers to find |
//!
//! # The end of a registration
//!
//! `unset` runs, during which C may still call; the entry is closed; the calls on other threads are waited
//! for; the closure is dropped. If this happens inside a call of the same callback, the last call drops the
//! closure. A closure that belongs to a thread is dropped by that thread, or leaked and reported.
//!
//! A refused call looks at the record of the context, to tell a wrong thread from re-entry. Meanwhile it is in
//! the entry, by a hazard pointer that is lent to it. It leaves before the fault hook is told, so that the
//! hook may wait for the thread that ends the callback.
//!
//! # Locks
//!
//! The locks of the table, of `drain` and of `left` are taken one at a time, and never while the user's code
//! runs. The thread that forks holds all three, so that none is left locked in the child.

pub(crate) mod by_handle;
pub(crate) mod fork;
pub(crate) mod installed;
pub(crate) mod leaked;
pub(crate) mod refusal;
pub(crate) mod register;
pub(crate) mod registration;
