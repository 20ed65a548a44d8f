//! Registrations: `register` and `owned`, how a registration ends, and what C gets before, during and after the end. The "C
//! library" is played by Rust.
//!
//! Three test targets next to this one are about registrations, too. Each says why it has its own process.

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
