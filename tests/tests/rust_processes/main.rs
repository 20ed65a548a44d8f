//! Tests of a whole process: how it ends, `fork`, signals, and the system's barrier. Each is in a child, which
//! runs one ignored test of this program. The "C library" is played by Rust.

#[cfg(all(target_os = "linux", target_arch = "x86_64", not(miri)))]
mod barrier;
#[cfg(unix)]
mod fork;
mod process;
#[cfg(unix)]
mod signals;
