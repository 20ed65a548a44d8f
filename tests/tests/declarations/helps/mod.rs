//! Every `help:` of the attribute, followed: a faulty declaration in a comment, what the attribute says, and the
//! declarations that result. If a help has two ways, both are here. `callback-macros/src/tests/helps.rs` reads these
//! files.

mod closure;
mod context;
mod destroy;
mod fallback;
mod functions;
#[allow(
    clippy::needless_lifetimes,
    clippy::trivially_copy_pass_by_ref,
    reason = "helps give lifetimes names"
)]
mod handler_methods;
mod handlers;
#[allow(dead_code, reason = "there is no library with these functions")]
mod import_blocks;
mod import_callbacks;
#[allow(
    dead_code,
    clippy::needless_lifetimes,
    reason = "there is no library with these functions, and helps give lifetimes names"
)]
mod import_functions;
#[allow(dead_code, reason = "there is no library with these functions")]
mod import_parameters;
mod item;
mod keys;
mod outcome;
mod prototype;
mod slices;
