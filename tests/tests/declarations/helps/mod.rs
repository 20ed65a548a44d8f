//! Every `help:` of the attribute, followed: a faulty declaration in a comment, what the attribute says, and the
//! declarations that result. If a help has two ways, both are here. `callback-macros/src/tests/helps.rs` reads these
//! files.

mod closure;
mod context;
mod destroy;
mod fallback;
mod functions;
mod item;
mod keys;
mod outcome;
mod prototype;
mod slices;
