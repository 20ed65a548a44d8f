//! The lock-free part: how a call finds a callback that C may call at any time, if the callback has not ended.
//!
//! ```text
//! handle ─▶ table ─▶ Entry { key, owner, context, inside } ─▶ context
//! stub ───▶ cell ──▶ Entry
//! ```
//!
//! An [`Entry`](entry::Entry) holds one callback at a time and is never freed. Whoever registers a callback
//! claims a vacant entry and opens it. The end of the callback closes the entry and gives it back. The states:
//!
//! | state | `key` | a call |
//! |---|---|---|
//! | vacant | `VACANT` | finds nothing: it is a late call |
//! | open | the handle; for all slots, one constant | enters |
//! | poisoned | as open, with one bit flipped | is refused; it enters only to read why |
//! | retired | `NEVER` | never finds anything |
//!
//! # How a call keeps its callback alive
//!
//! *A call of the owner.* If the closure belongs to one thread, that thread alone opens, enters and closes the
//! entry. Such a call counts itself in `inside`, without atomic instructions.
//!
//! *A call on any thread.* The call writes the entry into a hazard pointer of its thread, makes a light fence,
//! and compares the key. Whoever closes the entry changes the key, makes a heavy fence, and reads all hazard
//! pointers. At least one of the two sees the other: see `sys`. The key is stored with `Release` and loaded
//! with `Acquire`, so a call that finds its key also finds the context.
//!
//! Where the system has no heavy fence, each call needs a full fence. The key is then stored with one bit flipped:
//! the comparison fails, and the slow path makes the fence. So the fast path has no branch for it.
//!
//! A counter of calls in each entry would be simpler than hazard pointers. But all threads would write to one
//! cache line, with two atomic exchanges a call, for three times the time. And a waiting thread could not know
//! whom it waits for, hence not that the two wait for each other.
//!
//! # How a callback ends
//!
//! [`drain`] closes the entry and waits until the calls that it found there have exited. It does not wait for
//! calls of its own thread, nor for calls of threads that wait for it. The last of those calls runs the
//! cleanup. When a call exits, a mark at its hazard pointer says whether a thread waits for it.
//!
//! # Who uses what
//!
//! `table` hands out entries and their handles. [`entry_guard`] is the only way into an entry. Nothing here
//! knows the type of a context. `tests/loom` runs all files of this folder in every order of their threads.

pub(crate) mod drain;
pub(crate) mod entry;
pub(crate) mod entry_guard;
mod hazard;
pub(crate) mod hazards;
pub(crate) mod sizes;
pub(crate) mod table;
