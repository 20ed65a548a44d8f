//! The lifetimes in which C has the address of the context, with what C gets, which threads may call, and when
//! the closure is dropped. The "C library" is played by Rust.

mod bound;
mod destroy;
mod destroy_forms;
mod forever;
mod notified;
mod once;
mod once_again;
mod overlap;
mod scope;
mod threads;
mod traits;
