//! The cells again, in a library.
//!
//! Most declarations are in libraries. There the compiler does not know that the code ends up in an executable,
//! and reaches a thread-local with more instructions.

#[allow(dead_code, reason = "the program uses more than this does")]
mod cells;

/// Runs the cells of the groups of these names. Ignores names without a group.
pub fn run(groups: &[String]) {
    let groups: Vec<_> = groups.iter().filter_map(|name| cells::row::Group::of(name)).collect();
    cells::run(&groups);
}
