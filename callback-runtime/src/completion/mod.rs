//! A future for the one call that C makes later.
//!
//! ```text
//! waiting ─┬─ C calls, and the call returns ─▶ called      the future is ready
//!          └─ C destroys ────────────────────▶ destroyed   the future is ready
//! ```
//!
//! The trampoline, the destroy function and the future share one `Awaited`, to which the entry leads. The first
//! thing that C does claims it; whatever comes later finds nothing. The waker runs when the call has left the
//! entry, because it may drop the future, which waits for calls that have not.
//!
//! | file | what it is |
//! |---|---|
//! | `future` | the public form: `completion`, and the future `Completion` |
//! | `awaiting` | what C's two functions do |

mod awaiting;
pub(crate) mod future;
