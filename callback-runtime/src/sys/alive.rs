//! Whether a thread has ended, asked of the system.

#[cfg_attr(target_os = "linux", path = "alive/linux.rs")]
#[cfg_attr(not(target_os = "linux"), path = "alive/portable.rs")]
mod system;

/// The numbers by which the system knows a living thread.
#[derive(Clone, Copy)]
pub(crate) struct Known {
    /// Also compared, because the child of a `fork` has other threads.
    pub(crate) process: u32,
    pub(crate) thread: u32,
}

/// The numbers of this thread. `None` if the system cannot be asked about threads.
pub(crate) use system::this_thread;

/// Whether no thread of this process has these numbers anymore. If so, the thread that had them has ended.
pub(crate) use system::has_ended;
