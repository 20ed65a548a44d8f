//! Arguments: where the context is, what is converted, and what is dropped. The "C library" is played by Rust.

mod by_value;
mod context;
mod conversions;
mod slices;
mod uninitialized;
