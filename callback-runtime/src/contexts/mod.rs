//! The context: what C's user data leads to.
//!
//! ```text
//! Context<C, F>          what the user has, and what a trampoline finds
//!  ├ Core<C>             what every holder can name, whatever the closure is
//!  │  ├ Header<R>        what the cold paths need; generic only over what C gets
//!  │  │  ├ Record        the same code for all declarations
//!  │  │  │  ├ Gate       who may enter now
//!  │  │  │  ├ faults     which sorts of faults there were, and the first of them
//!  │  │  │  └ payload    of the panic, until somebody takes it
//!  │  │  └ fallback      a copy of the constant
//!  │  └ escape           the `Break` or `Err` that goes past C
//!  └ closure
//! ```
//!
//! Each is the first field of the one above it, so one address is that of all of them. A trampoline forms
//! only shared references, because another call may be running. The kind forms `&mut` to the closure, for a
//! call that was admitted.
//!
//! A panic poisons: the gate refuses all later calls, and so does the entry, if there is one. Any other fault
//! is written down and leaves the gate as it was.
//!
//! `set_once` is the cell for payload and escape. The first value stays, and nothing waits: a callback must
//! not block.

pub(crate) mod context;
pub(crate) mod header;
pub(crate) mod record;
pub(crate) mod set_once;
