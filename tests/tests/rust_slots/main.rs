//! Slots: callbacks for C functions that take no user data. The "C library" is played by Rust.

mod calls;
mod threads;
