//! The lifetimes in which C has the address of the context, so that it must not call after the end.
//!
//! | file | C calls | the context is | freed by |
//! |---|---|---|---|
//! | `scope` | during one call of ours | on the stack | `scope`, when C has returned |
//! | `bound` | the same | pinned by the user | its owner |
//! | `once` | once, later | on the heap | the trampoline, after that call |
//! | `notified` | until it runs a destroy function | on the heap | that function, or the last call that runs |
//! | `forever` | at any time | leaked | nobody |
//!
//! In the other lifetimes C has a handle, and a late call finds nothing: see `registered`.
//!
//! # Who frees
//!
//! `holds` counts who still needs a context on the heap: C, until its one call or the destroy function; the
//! hand-over, until it returns; and each call that runs. Whoever takes the last hold away frees the context. So
//! a destroy function that runs inside the callback takes effect when that call returns, and a hand-over
//! that C refuses frees at once, whatever C has done by then.
//!
//! If the closure belongs to one thread, only that thread touches the holds. Otherwise the last release
//! acquires what all others did.

#[cfg(feature = "alloc")]
mod heap;
#[cfg(feature = "alloc")]
mod holds;

pub(crate) mod bound;
#[cfg(feature = "alloc")]
pub(crate) mod forever;
#[cfg(feature = "alloc")]
pub(crate) mod notified;
#[cfg(feature = "alloc")]
pub(crate) mod once;
pub(crate) mod scope;
