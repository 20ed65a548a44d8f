//! Arguments: the places of the context, conversions, and drops. The "C library" is played by Rust.

mod by_value;
mod context;
mod conversions;
mod slices;
mod uninitialized;
