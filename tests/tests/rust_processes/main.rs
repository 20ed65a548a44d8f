//! What a whole process has: how it ends, `fork`, signals, and the barrier that the system makes for it. Each
//! such test is in a child, which runs one ignored test of this program. The "C library" is played by Rust.

#[cfg(all(target_os = "linux", target_arch = "x86_64", not(miri)))]
mod barrier;
#[cfg(unix)]
mod fork;
mod process;
#[cfg(unix)]
mod signals;
