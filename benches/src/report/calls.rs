//! The cost of a call: instructions, and times next to the unguarded trampoline.

use std::fmt::Write;

use crate::callgrind::Place;
use crate::cells;
use crate::cells::row::Group;
use crate::counts::Counts;
use crate::fallible::Fallible;
use crate::goals;
use crate::report::plot::{Bar, Plot};
use crate::report::ratio::Quartiles;
use crate::report::times::{self, Numbered};
use crate::table;

const GROUPS: [Group; 3] = [Group::Plain, Group::Calls, Group::Peers];
/// The row to which times are ratios.
const REFERENCE: &str = "no guard, extern \"C\"";
/// The number of turns. They take a tenth of a millisecond or less with the unguarded function.
const TURNS: i64 = 20_000;
/// Which of B0, B1 and B2 the plots show: a body that may panic.
const PLOTTED: usize = 1;

const HEAD: &str = "\
Instructions of one turn of the C loop, with its own eight, as callgrind counts them; and times, as \
ratios to the unguarded `extern \"C\"` function with the same body, in turns in the same run: the median, \
with the quartiles in parentheses. B0 cannot panic, B1 may panic on a branch that is never taken, B2 \
calls a function that the compiler cannot see.

![Instructions of a call](plots/instructions.svg)

![Time of a call](plots/times.svg)
";

/// Returns the section of the report.
///
/// # Errors
///
/// If something cannot be measured, or a plot cannot be written.
pub(super) fn section() -> Fallible<String> {
    let counts = Counts::of(Place::Program, &GROUPS)?;
    let library = Counts::of(Place::Library, &GROUPS)?;
    let times = times()?;
    plots(&counts, &times)?;
    let mut text = format!("{HEAD}\n### Instructions\n\n{}", table::of(&counts));
    text += "\n### Times\n\n| | B0 | B1 | B2 | goal | |\n|---|---|---|---|---|---|\n";
    let median = |row: &str| {
        let (_, times) = times.iter().find(|(name, _)| name == row)?;
        Some(times.iter().map(|time| time.median).collect::<Vec<_>>())
    };
    for (name, quartiles) in &times {
        let (goal, verdict) = goals::time(name, &median).unwrap_or_default();
        let shown: Vec<_> = quartiles.iter().map(|time| time.show()).collect();
        let _ = writeln!(text, "| {name} | {} | {goal} | {verdict} |", shown.join(" | "));
    }
    text += "\n### Instructions, where the declaration is in a library crate\n\n";
    text += &table::of(&library);
    Ok(text)
}

/// Returns the ratios of each row.
type Times = Vec<(String, Vec<Quartiles>)>;

fn times() -> Fallible<Times> {
    let rows = cells::rows();
    let numbered: Vec<_> = cells::numbered(&rows, &GROUPS).collect();
    let cells = |row: &str| -> Vec<Numbered> {
        let cells = numbered.iter().filter(|(_, of, _)| of.name == row);
        cells.map(|(number, row, column)| (*number, row.order, row.cells[*column])).collect()
    };
    let references = cells(REFERENCE);
    let mut times = Times::new();
    for row in rows.iter().filter(|row| GROUPS.contains(&row.group)) {
        let pairs = references.iter().zip(cells(&row.name));
        let ratios = pairs.map(|(reference, cell)| {
            times::ratio(&format!("call-{}", cell.0), TURNS, *reference, cell)
        });
        times.push((row.name.clone(), ratios.collect::<Fallible<_>>()?));
    }
    Ok(times)
}

fn plots(counts: &Counts, times: &Times) -> Fallible<()> {
    let instructions = counts.0.iter().map(|(name, counts)| {
        let value = counts[PLOTTED];
        Bar { name: name.clone(), value, shown: value.to_string(), whisker: None }
    });
    Plot {
        title: "Instructions of a call that may panic, the C loop's 8 included",
        bars: instructions.filter(|bar| is_plotted(&bar.name)).collect(),
        limit: 120.0,
    }
    .write("instructions.svg")?;
    let times = times.iter().map(|(name, times)| {
        let Quartiles { lower, median, upper } = times[PLOTTED];
        let shown = format!("{median:.2}");
        Bar { name: name.clone(), value: median, shown, whisker: Some((lower, upper)) }
    });
    Plot {
        title: "Time of a call that may panic; the unguarded function is 1",
        bars: times.filter(|bar| is_plotted(&bar.name)).collect(),
        limit: 4.0,
    }
    .write("times.svg")
}

/// Leaves out rows with the same figures as another one.
fn is_plotted(row: &str) -> bool {
    !["bind", "forever", "dispatch", "slot scope"].iter().any(|lifetime| row.starts_with(lifetime))
        && !row.ends_with("no catch")
}
