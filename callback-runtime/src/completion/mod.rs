//! A future for the one call that C makes later.
//!
//! ```text
//! waiting ─┬─ C calls, and the call returns ─▶ called      the future is ready
//!          └─ C destroys ────────────────────▶ destroyed   the future is ready
//! ```
//!
//! C calls once, or runs the destroy function. The trampoline, the destroy function and the future share one
//! `Awaited`, to which the entry leads. Whichever of the two C uses first begins; whatever it does later is
//! late and finds nothing.
//!
//! The waker runs after the call has exited the entry. It may drop the future, which waits for calls that are
//! still in the entry.
//!
//! The context is on the heap, as in `registered`, and belongs to the future. If the future is dropped first,
//! the entry is closed and a call that comes later gets the fallback. Any fault of the one call makes the
//! future ready, too.
//!
//! # Orderings
//!
//! The first use is one relaxed exchange. Progress and waker are under a mutex, which is never held while
//! a waker is cloned, woken or dropped, because these are foreign code.
//!
//! | file | what it is |
//! |---|---|
//! | `future` | the method `completion`, and the future `Completion` |
//! | `awaiting` | the lifetime: the trampoline and the destroy function |

mod awaiting;
pub(crate) mod future;
