//! Faults in each lifetime: their effects, the reports to the fault hook, and destructors that panic. The "C
//! library" is played by Rust.

mod drops;
mod drops_heap;
mod drops_registered;
mod hook;
mod hook_again;
mod in_a_scope;
mod misuse;
mod recovers;
mod recovers_once;
