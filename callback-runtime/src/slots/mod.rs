//! Slots: callbacks for C functions that take no user data.
//!
//! A slot consists of a *stub*, which is a function that is compiled into the program, and a *cell* in a
//! static, in which the stub finds its callback. `__slots!` in `__private` makes both for a declaration. A
//! closure claims the first free cell.
//!
//! ```text
//! any thread: C ─▶ stub ─▶ shared ─▶ enter the entry ─▶ trampoline of the closure that is there
//! one thread: C ─▶ stub ─▶ trampoline of the last closure ─▶ enter the entry
//! ```
//!
//! A stub loads the address of its cell into a register and jumps to the function that the cell names. It knows
//! no closure's type, so there are as many stubs as slots, and not as many as closures times slots.
//!
//! A stub knows its cell and nothing else. So all slots have the same key, and a late call enters the closure
//! that is in the cell by then. Whoever hands a slot's function to C has to rule that out, or keep the slot.
//!
//! The shared function reads the trampoline of a cell only while its call is in the entry, which keeps the
//! callback. A closure that belongs to one thread has its trampoline in `function`, which every thread reads;
//! that trampoline enters the entry only on the thread that wrote both.
//!
//! The end of a slot is that of a registration without `unset`: see `registered`. The end of a scope waits for
//! all calls, because the closure may borrow.
//!
//! | file | what it is |
//! |---|---|
//! | `slot_context` | a closure to hand over: the methods `slot` and `scope` |
//! | `slot` | the `Slot` that ends the callback |
//! | `cell` | the cells, and how a call passes through one |
//! | `declaration` | the traits of a declaration without user data |
//! | `exhausted` | the error for a declaration whose slots are all in use |

pub(crate) mod cell;
pub(crate) mod confused;
pub(crate) mod declaration;
pub(crate) mod exhausted;
pub(crate) mod slot;
pub(crate) mod slot_context;
