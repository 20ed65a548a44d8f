//! The lifetimes in which C has the address of the context, and which threads may call then: what C gets, and
//! when the closure is dropped. The "C library" is played by Rust.

mod bound;
mod destroy;
mod forever;
mod notified;
mod once;
mod once_again;
mod overlap;
mod scope;
mod threads;
mod traits;
