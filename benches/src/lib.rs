//! The cells once more, in a library.
//!
//! Most declarations are in one. There the compiler cannot know that it ends up in an executable,
//! and reaches a thread-local by more instructions.

#[allow(dead_code, reason = "the program asks for more than this does")]
mod cells;

/// Runs the cells of the groups of these names. Whose name there is no group of is left out.
pub fn run(groups: &[String]) {
    let groups: Vec<_> = groups.iter().filter_map(|name| cells::row::Group::of(name)).collect();
    cells::run(&groups);
}
