//! What C gets: closures as values of keys, fallbacks that are expressions or the end of the process, and no callback
//! yet. The "C library" is played by Rust.

mod aborts;
mod absent;
mod fallbacks;
mod ignored;
mod keys;
mod slots;
