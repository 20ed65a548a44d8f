//! `#[callback]` on functions: the C functions, their faults, and their results. The "C library" is played by
//! Rust.

mod faults;
mod forms;
mod results;
mod spelling;
