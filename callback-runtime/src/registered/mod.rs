//! Callbacks that C knows by a handle and may call at any time: `owned` and `register`, and the parts that slots,
//! dispatch and completions share with them.
//!
//! | file | what it is |
//! |---|---|
//! | `owned` | the method `owned`, and the `Owned` that it returns. It ends the callback |
//! | `register` | the methods `register` and `try_register` |
//! | `registration` | the `Registration` that they return: an `Owned`, and `unset` |
//! | `by_handle` | the lifetime: a call finds its context by the handle |
//! | `any_installed` | a context on the heap and the entry that leads to it, for all declarations and closures |
//! | `installed` | the same, with the type of the declaration |
//! | `refusal` | what C gets from a call that does not enter: late, on a wrong thread, poisoned |
//! | `fork` | how the child of a `fork` treats the threads that it does not have |
//! | `leaked` | the values that leaked registrations keep, for leak checkers to find |
//!
//! # The end of a registration
//!
//! 1. `unset` runs. C may still call meanwhile. An `Owned` alone has no `unset`.
//! 2. The entry is closed, so that later calls are refused.
//! 3. The thread waits for the calls on other threads.
//! 4. The closure is dropped.
//!
//! Inside a call of the same callback, step 4 is deferred to the last running call. A closure that belongs to a
//! thread is dropped by that thread, or else leaked and reported.
//!
//! # Refused calls
//!
//! A refused call reads the record of the context, to distinguish a wrong thread from re-entrancy. Meanwhile it
//! is in the entry, by a hazard pointer lent to it. It exits before it reports the fault, so that the hook may
//! wait for the thread that ends the callback.
//!
//! # Locks
//!
//! The locks of `table`, `drain` and `leaked` are taken one at a time, and never held while the user's code
//! runs. Only the thread that forks holds all three, so that none stays locked in the child.

pub(crate) mod any_installed;
pub(crate) mod by_handle;
pub(crate) mod fork;
pub(crate) mod installed;
pub(crate) mod leaked;
pub(crate) mod owned;
pub(crate) mod refusal;
pub(crate) mod register;
pub(crate) mod registration;
