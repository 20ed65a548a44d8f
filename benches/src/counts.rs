//! The table of instructions a call, beside its goals.

use std::env;
use std::fmt::Write;

use crate::Fallible;
use crate::callgrind::{self, Place};
use crate::cells::row::Group;
use crate::goals;

/// What was counted for each row, by its name.
pub(crate) struct Counts(pub(crate) Vec<(String, Vec<f64>)>);

impl Counts {
    /// Counts the cells of some groups, as this program has been compiled to run them.
    pub(crate) fn of(place: Place, groups: &[Group]) -> Fallible<Self> {
        callgrind::count(&env::current_exe()?, place, groups).map(Self)
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
                goals::verdict(counts.iter().zip(goal).all(|(count, goal)| *count <= goal))
            });
            let goal = goal.map_or(String::new(), |[b0, b1, b2]| format!("{b0}/{b1}/{b2}"));
            let counts: Vec<_> = counts.iter().map(f64::to_string).collect();
            let _ = writeln!(table, "| {name} | {} | {goal} | {verdict} |", counts.join(" | "));
        }
        table
    }
}
