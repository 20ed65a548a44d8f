//! What the run-time tests share: an ear at the fault hook, drops that are counted, raw parts that
//! change threads.

mod drops;
mod hook;
mod panics;
mod parts;

pub use drops::{Bomb, Drops, Token};
pub use hook::{Ear, listen};
pub use panics::{message, panic_of, refused};
pub use parts::{Kept, KeptAll, Own, Parts, accept, keep, keep_all, keep_reachable};
