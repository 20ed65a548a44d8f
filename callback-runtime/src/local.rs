//! A pointer that each thread has for itself.

// `cfg(target_thread_local)`, which says the same, is not stable.
#[cfg_attr(
    all(windows, target_env = "gnu", not(target_abi = "llvm")),
    path = "local/windows_gnu.rs"
)]
#[cfg_attr(
    not(all(windows, target_env = "gnu", not(target_abi = "llvm"))),
    path = "local/native.rs"
)]
mod system;

pub(crate) use system::*;
