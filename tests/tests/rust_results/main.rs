//! What C gets: closures as values of keys, fallbacks that are expressions or the end of the process, results that a
//! method borrows, and no callback yet. The "C library" is played by Rust.

mod aborts;
mod absent;
mod fallbacks;
mod ignored;
mod keys;
mod lent;
mod slots;
