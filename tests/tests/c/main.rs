//! Tests that need C, with the libraries of `csrc`: arguments and results as C passes them, `errno`, threads
//! that C has started, and libraries that call out of order.

mod arguments;
mod conventions;
mod errors;
#[cfg(all(target_os = "linux", target_env = "gnu"))]
mod glibc;
mod misbehaving;
mod registered;
#[cfg(unix)]
mod registered_ends;
#[cfg(unix)]
mod registered_threads;
mod slots;
#[cfg(unix)]
mod threads;
