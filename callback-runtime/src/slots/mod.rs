//! Slots: callbacks for C functions that take no user data.
//!
//! A slot is a *stub*, a function that is compiled into the program, and a *cell* in a static, where the stub
//! finds its callback. `__slots!` in `__private` makes both for a declaration. A closure takes the first cell
//! that is free.
//!
//! ```text
//! any thread: C ─▶ stub ─▶ shared ─▶ enter the entry ─▶ trampoline of the closure that is there
//! one thread: C ─▶ stub ─▶ trampoline of the last closure ─▶ enter the entry
//! ```
//!
//! A stub knows its cell and nothing else, so all slots have the same key, and a late call finds whichever
//! closure is there by then. What a cell leads to is read only when the call is in the entry, or by the thread
//! that has written it.
//!
//! | file | what it is |
//! |---|---|
//! | `slot` | the public form: `slot`, `scope`, and the `Slot` that ends the callback |
//! | `cell` | the cells, and the way of a call through one |
//! | `declaration` | what a declaration without user data implements |

pub(crate) mod cell;
pub(crate) mod declaration;
pub(crate) mod slot;
