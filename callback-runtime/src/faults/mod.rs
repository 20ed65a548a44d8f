//! Faults: what can go wrong in a call, how it is reported, and how panics are kept from C.
//!
//! | file | what it is |
//! |---|---|
//! | `fault` | the sorts of faults, and the report of one fault of one declaration |
//! | `hook` | the fault hook, which gets the reports |
//! | `unwind` | the only places where a panic is caught or resumed |
//!
//! This folder knows no contexts: `contexts::record` records the faults of a context, and decides which of them
//! are reported. Without `std` no panic can be caught, and one that would cross into C ends the process.
//!
//! # What the hook may do
//!
//! The hook is the user's code. It runs at the time of the fault, on the thread of the fault, before C gets
//! the fallback. It may
//!
//! - call C, which may call back;
//! - end the callback whose fault it gets;
//! - wait for the thread that ends the callback;
//! - panic.
//!
//! So whoever emits a report has let go of the context, or keeps it alive by other means: see
//! `registered::refusal` and `contexts::header`.
//!
//! A fault that the hook causes on its own thread is not reported. Otherwise, a hook that logs through the
//! library would never return.

pub(crate) mod fault;
pub(crate) mod hook;
pub(crate) mod unwind;
