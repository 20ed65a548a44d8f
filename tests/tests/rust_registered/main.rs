//! Registrations: `register`, how a registration ends, and what C gets before, meanwhile and afterwards. The "C
//! library" is played by Rust.
//!
//! Three targets next to this one are about registrations, too. Each says why it has a process of its own.

mod across;
mod ends;
mod ends_across_threads;
mod ends_that_fail;
mod hand_over;
mod owner;
mod reentry;
mod stress;
mod thread_ends;
mod threads;
