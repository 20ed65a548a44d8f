//! The table of instructions a call, beside its goals.

use std::fmt::Write;
use std::path::Path;

use crate::Fallible;
use crate::callgrind;
use crate::cells::{self, row::Group};
use crate::goals;

/// What was counted for each row, by its name.
pub(crate) struct Counts(pub(crate) Vec<(String, Vec<f64>)>);

impl Counts {
    /// Counts the cells of some groups, as `program` has been compiled to run them.
    pub(crate) fn of(program: &Path, groups: &[Group]) -> Fallible<Self> {
        callgrind::count(program, &cells::rows(), groups).map(Self)
    }

    /// The counts of a row.
    pub(crate) fn get(&self, row: &str) -> Option<&[f64]> {
        self.0.iter().find(|(name, _)| name == row).map(|(_, counts)| &**counts)
    }

    /// As Markdown.
    pub(crate) fn table(&self) -> String {
        let mut table = String::from("| | B0 | B1 | B2 | goal | |\n|---|---|---|---|---|---|\n");
        for (name, counts) in &self.0 {
            let goal = goals::goal(name, self);
            let verdict = goal.map_or("", |goal| {
                if counts.iter().zip(goal).all(|(count, goal)| *count <= goal) {
                    "met"
                } else {
                    "missed"
                }
            });
            let goal = goal.map_or(String::new(), |[b0, b1, b2]| format!("{b0}/{b1}/{b2}"));
            let counts: Vec<_> = counts.iter().map(f64::to_string).collect();
            let _ = writeln!(table, "| {name} | {} | {goal} | {verdict} |", counts.join(" | "));
        }
        table
    }
}
