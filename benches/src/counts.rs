//! The table of instructions a call, beside its goals.

use std::fmt::Write;
use std::path::Path;

use crate::Fallible;
use crate::callgrind;
use crate::cells::row::Row;
use crate::goals;

/// What was counted for each row, by its name.
pub(crate) struct Counts(Vec<(String, [f64; 3])>);

impl Counts {
    /// Counts the cells of `rows`, as `program` has been compiled to run them.
    pub(crate) fn of(rows: &[Row], program: &Path) -> Fallible<Self> {
        let counts = callgrind::count(program, rows.len())?;
        Ok(Self(rows.iter().map(|row| row.name.clone()).zip(counts).collect()))
    }

    /// The three counts of a row.
    pub(crate) fn get(&self, row: &str) -> Option<[f64; 3]> {
        self.0.iter().find(|(name, _)| name == row).map(|(_, counts)| *counts)
    }

    /// As Markdown.
    pub(crate) fn table(&self) -> String {
        let mut table = String::from("| | B0 | B1 | B2 | goal | |\n|---|---|---|---|---|---|\n");
        for (name, counts) in &self.0 {
            let goal = goals::goal(name, |row| self.get(row));
            let verdict = goal.map_or("", |goal| {
                if counts.iter().zip(goal).all(|(count, goal)| *count <= goal) {
                    "met"
                } else {
                    "missed"
                }
            });
            let goal = goal.map_or(String::new(), |[b0, b1, b2]| format!("{b0}/{b1}/{b2}"));
            let [b0, b1, b2] = counts;
            let _ = writeln!(table, "| {name} | {b0} | {b1} | {b2} | {goal} | {verdict} |");
        }
        table
    }
}
