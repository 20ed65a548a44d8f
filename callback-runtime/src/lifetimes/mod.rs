//! The lifetimes in which C has the address of the context, so that it must not call after the end of the
//! context.
//!
//! | file | C calls | the context is | freed by |
//! |---|---|---|---|
//! | `scope` | during one foreign call | on the stack | `scope`, when C has returned |
//! | `bound` | the same | pinned by the user | its owner |
//! | `once` | once, later | on the heap | the trampoline, after that call |
//! | `notified` | until it runs a destroy function | on the heap | that function, or the last call that runs |
//! | `consume` | until it runs a method with `self`, which consumes the handler | on the heap | that method's trampoline, or the last call that runs |
//! | `forever` | at any time | leaked | nobody |
//!
//! In the other lifetimes C has a handle, and a late call finds nothing: see `registered`.
//!
//! # Who frees
//!
//! `holds` counts who still needs a context on the heap: C, until its one call or the destroy function; the
//! hand-over, until it returns; and each running call. Whoever releases the last hold frees the context:
//!
//! - The one call of `once` takes over C's hold, so the trampoline frees the context after that call.
//! - A destroy function that runs inside the callback takes effect when the outermost running call returns.
//! - A method with `self` takes over C's hold, too. If a call is running, or a panic has poisoned the handler, the
//!   method does not run, and the handler is dropped with the context. Otherwise the method gets the handler by
//!   value, and the context is freed without it.
//! - A hand-over that C refuses releases C's hold. If no call is running, the context is freed at once.
//! - A hand-over that panics keeps C's hold, because nobody knows whether C has the context.
//!
//! # Orderings
//!
//! If the closure belongs to one thread, only that thread uses the holds, without atomic read-modify-writes.
//! Otherwise each release is `AcqRel`, so whoever frees the context sees what all others did. A new hold is
//! `Relaxed`: C's hold keeps the context alive meanwhile.
//!
//! Where calls on any thread exclude each other (`FnMut + Send`, `FnOnce + Send`), a call that `notified` handed over is
//! running exactly while it has a hold. One exchange takes the hold and tells whether another call has one. The gate is
//! checked after that, so it shows a panic of the previous call. A second exchange releases the hold.

#[cfg(feature = "alloc")]
mod hand_over;
#[cfg(feature = "alloc")]
mod heap;
#[cfg(feature = "alloc")]
mod holds;

pub(crate) mod bound;
pub(crate) mod confused;
#[cfg(feature = "alloc")]
pub(crate) mod forever;
#[cfg(feature = "alloc")]
pub(crate) mod notified;
#[cfg(feature = "alloc")]
pub(crate) mod once;
pub(crate) mod scope;

// Last, because rustdoc links `Context::notified` to the first method of that name.
#[cfg(feature = "alloc")]
pub(crate) mod consume;
