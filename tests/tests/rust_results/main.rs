//! Results for C: closures as values of keys, fallbacks that are expressions or end the process, results that
//! a method borrows, and calls before there is a callback. The "C library" is played by Rust.

mod aborts;
mod absent;
mod fallbacks;
mod ignored;
mod keys;
mod lent;
mod slots;
