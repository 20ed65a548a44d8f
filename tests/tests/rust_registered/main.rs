//! Registrations: `register` and `owned`, the ends of registrations, and C's results before, during and after
//! them. The "C library" is played by Rust.
//!
//! Three other test targets are about registrations, too. Each says why it has its own process.

mod across;
mod declared;
mod ends;
mod ends_across_threads;
mod ends_that_fail;
mod hand_over;
mod numbered;
mod owned;
mod owned_threads;
mod owner;
mod reentry;
mod stress;
mod thread_ends;
mod threads;
mod unset;
mod unset_borrows;
