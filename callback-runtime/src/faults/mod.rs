//! Faults: what went wrong in a call, who hears of it, and how panics are kept from C.
//!
//! A [`Fault`](fault::Fault) is one sort of misuse, or a panic. A [`FaultReport`](fault::FaultReport) is one
//! fault of one declaration, on its way to the hook. Which faults a context has had, and which of them are
//! reported, is decided in `contexts::record`; this folder knows no contexts.
//!
//! `unwind` has the only places where a panic is caught or goes on. Without `std` none can be caught, and one
//! that would cross into C ends the process.
//!
//! # What the hook may do
//!
//! The hook is the user's code. It runs at the time of the fault, on the thread of the fault, before C gets
//! the fallback. It may call C, which may call back; end the callback whose fault it hears of; wait for the
//! thread that ends it; and panic. So whoever sends a report has let go of the context, or keeps it alive by
//! other means: see `registered::refusal` and `contexts::header`.
//!
//! A fault that the hook causes on its own thread is not reported, or a hook that logs through the library
//! would never return.

pub(crate) mod fault;
pub(crate) mod hook;
pub(crate) mod unwind;
