//! The lock-free part: where a call finds a callback that C may call at any time, if it is still there.
//!
//! ```text
//! handle ─▶ table ─▶ Entry { key, owner, context, inside } ─▶ context
//! stub ───▶ cell ──▶ Entry
//! ```
//!
//! An [`Entry`](entry::Entry) is a place for one callback at a time, and is never freed. Its states:
//!
//! | state | `key` | a call |
//! |---|---|---|
//! | vacant | `VACANT` | finds nothing: it is late |
//! | open | the handle, or that of all slots | enters |
//! | poisoned | the same with one bit flipped | is refused, and finds the context to say why |
//! | retired | `NEVER` | finds nothing, ever |
//!
//! # How a call keeps its callback alive
//!
//! *A call of the owner.* If the closure belongs to one thread, that thread alone opens, enters and closes the
//! entry. A call counts itself in `inside`, without atomic instructions.
//!
//! *A call of any thread.* The call writes the entry into a hazard pointer of its thread, makes a light fence,
//! and compares the key. Whoever closes the entry changes the key, makes a heavy fence, and looks through the
//! hazard pointers. One of the two sees the other: see `sys`. The key is stored with `Release` and loaded
//! with `Acquire`, so a call that finds its key finds the context.
//!
//! # How a callback ends
//!
//! [`drain`] closes the entry and waits until the calls that it found there have left; but not for calls of
//! its own thread, nor of threads that wait for it. The last of those calls does what is left to be done. When
//! a call leaves, a mark at its hazard pointer says whether somebody waits.
//!
//! # Who uses what
//!
//! `table` gives places and handles; [`entry_guard`] is the only way into an entry; nothing here knows what a
//! context is. `tests/loom` runs all files of this folder in every order of their threads.

pub(crate) mod drain;
pub(crate) mod entry;
pub(crate) mod entry_guard;
mod hazard;
pub(crate) mod hazards;
pub(crate) mod sizes;
pub(crate) mod table;
