//! The table of instructions of a call, next to its goals.

use std::fmt::Write;

use crate::counts::Counts;
use crate::goals;

/// Returns it as Markdown.
pub(crate) fn of(counts: &Counts) -> String {
    let mut table = String::from("| | B0 | B1 | B2 | goal | |\n|---|---|---|---|---|---|\n");
    for (name, row) in &counts.0 {
        let goal = goals::goal(name, counts);
        let verdict = goal.map_or("", |goal| {
            goals::verdict(row.iter().zip(goal).all(|(count, goal)| *count <= goal))
        });
        let goal = goal.map_or(String::new(), |[b0, b1, b2]| format!("{b0}/{b1}/{b2}"));
        let row: Vec<_> = row.iter().map(f64::to_string).collect();
        let _ = writeln!(table, "| {name} | {} | {goal} | {verdict} |", row.join(" | "));
    }
    table
}
