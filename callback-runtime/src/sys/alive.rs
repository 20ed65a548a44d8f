//! Whether a thread has ended, without having been told.

#[cfg_attr(target_os = "linux", path = "alive/linux.rs")]
#[cfg_attr(not(target_os = "linux"), path = "alive/portable.rs")]
mod system;

/// What the system knows a thread by, as long as that lives.
#[derive(Clone, Copy)]
pub(crate) struct Known {
    /// A thread that forks is another one in the child.
    pub(crate) process: u32,
    pub(crate) thread: u32,
}

/// What this thread is known by; `None` where the system cannot be asked about threads.
pub(crate) use system::this_thread;

/// Whether no thread of this process is known by that any more. If so, the one that was has ended.
pub(crate) use system::has_ended;
