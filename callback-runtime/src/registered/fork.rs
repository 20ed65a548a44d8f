//! How the child of a `fork` treats the threads that it does not have.
//!
//! The child has only the thread that forked, and a copy of what all threads shared. A lock that another thread
//! held would stay locked there, and a call of another thread would never return. So the thread that forks
//! holds the locks meanwhile, and in the child, the other threads are marked as
//! [`GONE`](crate::sys::thread::GONE).

#[cfg_attr(unix, path = "fork/unix.rs")]
#[cfg_attr(not(unix), path = "fork/portable.rs")]
mod system;

pub(crate) use system::*;
