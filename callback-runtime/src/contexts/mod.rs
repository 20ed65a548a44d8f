//! The context: what C's user data leads to.
//!
//! ```text
//! Context<C, F, D>       owned by the user, and found by a trampoline
//!  ├ base                 `()`, or the struct of C with which the object begins
//!  ├ Core<C>             does not depend on the closure's type
//!  │  ├ Header<R>        what the cold paths need; generic only over the type that C gets
//!  │  │  ├ Record        compiled once, for all declarations
//!  │  │  │  ├ Gate       which calls are admitted
//!  │  │  │  ├ faults     which sorts of faults there were, and the first of them
//!  │  │  │  └ payload    of the panic, until it is taken
//!  │  │  └ fallback      a copy of the constant
//!  │  └ escape           the `Break` or `Err` that goes past C
//!  └ closure              or handler
//! ```
//!
//! From the core to the gate, each is the first field of the one above it, so they all have the address of the core,
//! and one pointer reaches all that a cold path needs. C has the address of the context. Without a base that is the
//! same; else `Context::core_of` and `Context::of_core` convert, by a constant. Generic code is compiled in each
//! crate that declares callbacks, so the cold paths leave to the record what they can. A trampoline forms only shared
//! references to a context, because another call may be running. The kind forms `&mut` to the closure, last, for a
//! call that the gate has admitted.
//!
//! # Methods
//!
//! A closure has one function, and a handler one for each method of its trait. All functions of a handler share its
//! context, so they share the gate, the poison and what escapes. Only a function's name in reports and its fallback
//! are its own: `method` has them. For the only function of a closure, both are in the context, so its trampoline
//! passes nothing. One of several passes two constants to the cold path.
//!
//! # Faults
//!
//! A panic poisons the context: the gate refuses all later calls, and so does the entry, if there is one. Any
//! other fault is recorded and leaves the gate as it was. `record` decides which faults are reported: the first
//! of each sort. The cold paths in `cold` report after they have let go of the context, because the hook may
//! end it.
//!
//! # Orderings
//!
//! The payload of a panic is put before the fault is recorded, with `Release`, so whoever sees the fault finds
//! the payload. `set_once` is the cell for payload and escape. It keeps the first value, and never waits,
//! because a callback must not block.

pub(crate) mod cold;
pub(crate) mod constant;
pub(crate) mod context;
pub(crate) mod header;
pub(crate) mod method;
pub(crate) mod record;
pub(crate) mod set_once;
