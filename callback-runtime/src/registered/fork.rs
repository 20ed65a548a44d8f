//! What the child of a `fork` makes of the threads that it does not have.
//!
//! Of all threads, the child has the one that forked; of what they shared, it has a copy. So a lock that
//! another thread held would stay locked in the child, and a call that another one was in would never
//! return there. The one who forks therefore holds the locks while it does, and what the others were
//! doing is marked in the child as [`GONE`](crate::sys::thread::GONE).

#[cfg_attr(unix, path = "fork/unix.rs")]
#[cfg_attr(not(unix), path = "fork/portable.rs")]
mod system;

pub(crate) use system::*;
