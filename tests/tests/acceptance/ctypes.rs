//! CPython's `test_ctypes`: P1 to P14.

mod calls;
mod errors;
mod grid;
mod lifetimes;
mod most;
mod tables;
