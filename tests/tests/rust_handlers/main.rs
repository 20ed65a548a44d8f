//! Traits whose methods are C functions with one user data. The "C library" is played by Rust.

mod conditions;
mod consume;
mod consume_drops;
mod consume_hand_over;
mod consume_threads;
mod declared;
mod destroy;
mod drops;
mod generics;
mod inside;
mod lints;
mod objects;
mod objects_found;
mod poison;
mod process;
mod reentry;
mod refusals;
mod results;
mod tables;
mod threads;
mod user_data;
mod values;
