//! Helpers of the run-time tests: a listener at the fault hook, drops that are counted, raw parts that change
//! threads, libraries that count their calls.

mod child;
mod drops;
mod hook;
mod library;
mod one_thread;
mod panics;
mod parts;
mod rounds;
mod seeds;
mod watch;

pub use child::run_apart;
pub use drops::{Bomb, Drops, Token};
pub use hook::{Ear, listen};
pub use library::{
    Crowd, Event, Library, SetCrowd, SetLibrary, Tally, UnsetCrowd, UnsetLibrary, taken,
};
pub use one_thread::OneThread;
pub use panics::{message, panic_of, refused, silence};
pub use parts::{Kept, KeptAll, Own, Parts, accept, keep, keep_all, keep_reachable, removed};
pub use rounds::rounds;
pub use seeds::seeds;
pub use watch::{Inside, Watch};
