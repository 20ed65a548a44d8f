//! `#[callback]` on functions: what they are to C, what their faults do, what becomes of their results. The "C
//! library" is played by Rust.

mod faults;
mod forms;
mod results;
mod spelling;
