//! The costs of making and ending a callback, and of a panic.

use std::fmt::Write;

use crate::callgrind::Place;
use crate::cells;
use crate::cells::loops;
use crate::cells::row::Group;
use crate::counts::Counts;
use crate::fallible::Fallible;
use crate::report::allocations;
use crate::report::times::{self, Numbered};

const HEAD: &str = "\
A turn makes a callback from a closure that captures a number, passes its parts to C, and ends it. \
Times are nanoseconds on this machine, and ratios to closure-ffi, in turns in the same run: the \
median, with the quartiles in parentheses. Instructions include those of malloc and free, but not \
those of the kernel, which `register` and slots enter at their end, for a fence.
";

/// Returns the section of the report.
///
/// # Errors
///
/// If something cannot be measured.
pub(super) fn section() -> Fallible<String> {
    let made = table(Group::Creation, "closure-ffi", "× closure-ffi", 200)?;
    let once = table(Group::Once, "scope FnOnce", "× `scope`", 200)?;
    let panics = table(Group::Panics, "bare catch_unwind", "× `catch_unwind`", 20)?;
    Ok(format!(
        "{HEAD}\n{made}\n### Called once\n\nA turn makes a callback, which C calls, and ends it: body B1.\
         \n\n{once}\n### Panics\n\nA turn makes a callback, which C calls, and the closure panics \
         without a message. If the panic goes on, it is caught a second time.\n\n{panics}"
    ))
}

fn table(group: Group, reference: &str, heading: &str, turns: i64) -> Fallible<String> {
    let rows = cells::rows();
    let counts = Counts::of(Place::Program, &[group])?;
    // Of three bodies, the one in the middle.
    let numbered: Vec<(&str, Numbered)> = rows
        .iter()
        .filter(|row| row.group == group)
        .map(|row| {
            let cells: Vec<_> = cells::numbered(&rows, &[group])
                .filter(|(_, of, _)| of.name == row.name)
                .map(|(number, row, column)| (number, row.order, row.cells[column]))
                .collect();
            (&*row.name, cells[cells.len() / 2])
        })
        .collect();
    let (_, reference) = numbered
        .iter()
        .find(|(name, _)| *name == reference)
        .ok_or("the reference is not among the rows")?;
    let mut text =
        format!("| | allocations | instructions | ns | {heading} |\n|---|---|---|---|---|\n");
    for (name, cell) in &numbered {
        let allocations = allocations(*cell);
        let counts = counts.get(name).ok_or("a row was not counted")?;
        let count = counts[counts.len() / 2];
        let id = format!("turn-{}", cell.0);
        let ns = times::nanoseconds(&id, turns, *cell)?.show();
        let ratio = times::ratio(&id, turns, *reference, *cell)?.show();
        let _ = writeln!(text, "| {name} | {allocations} | {count:.0} | {ns} | {ratio} |");
    }
    Ok(text)
}

/// Returns how often a turn of a cell allocates.
fn allocations((number, order, cell): Numbered) -> u64 {
    const TURNS: i64 = 100;
    let mut count = 0;
    cell(&mut |function, user| {
        // The first turns fill tables.
        loops::run(number, order, function, user, TURNS);
        let before = allocations::count();
        loops::run(number, order, function, user, TURNS);
        count = (allocations::count() - before) / TURNS.unsigned_abs();
    });
    count
}
