//! Instructions of a call, counted by callgrind: those of 2n calls, minus those of n, divided by n.

use std::fs;
use std::path::Path;
use std::process::Command;

use crate::cells::row::Group;
use crate::cells::{self, CALLS, loops};
use crate::fallible::Fallible;

/// Where the counted cells are compiled.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Place {
    /// In the crate of the program.
    Program,
    /// In a library, where the compiler knows less: see lib.rs.
    Library,
}

impl Place {
    const ALL: [Self; 2] = [Self::Program, Self::Library];

    /// The command-line word that makes a program run them.
    pub(crate) fn command(self) -> &'static str {
        match self {
            Self::Program => "cells",
            Self::Library => "cells-in-library",
        }
    }

    /// Parses the word.
    pub(crate) fn of(command: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|place| place.command() == command)
    }
}

/// Counts the cells of some groups in `program`. Returns, for each row, the instructions of one turn of each
/// cell.
///
/// # Errors
///
/// If valgrind is missing or fails, or if its output is not as expected.
pub(crate) fn count(
    program: &Path,
    place: Place,
    groups: &[Group],
) -> Fallible<Vec<(String, Vec<f64>)>> {
    let mut arguments = vec![String::from(place.command())];
    arguments.extend(groups.iter().map(|group| group.name()));
    let options = ["--dump-after=loop_*", "--combine-dumps=yes"];
    let totals = totals(&run(program, &options, &arguments)?)?;
    let own = per_call(&totals, 0)? - 1.0;
    let mut counts: Vec<(String, Vec<f64>)> = Vec::new();
    for (number, row, _) in cells::numbered(&cells::rows(), groups) {
        let count = per_call(&totals, number)? - own + LOOP;
        match counts.last_mut() {
            Some((name, counts)) if *name == row.name => counts.push(count),
            _ => counts.push((row.name.clone(), vec![count])),
        }
    }
    Ok(counts)
}

/// Counts all instructions of the functions of csrc/sort.c when this program sorts in that way.
///
/// # Errors
///
/// As for [`count`].
#[cfg(feature = "peers")]
pub(crate) fn total(sort: &str) -> Fallible<u64> {
    let program = std::env::current_exe()?;
    let options = ["--toggle-collect=bench_qsort*"];
    let dumps = run(&program, &options, &["sort".into(), sort.into()])?;
    let total = dumps.lines().find_map(|line| line.strip_prefix("totals: "));
    Ok(total.ok_or("callgrind has counted nothing")?.trim().parse()?)
}

/// Runs a program under callgrind, and returns its output.
fn run(program: &Path, options: &[&str], arguments: &[String]) -> Fallible<String> {
    let output = program.with_extension("callgrind");
    let status = Command::new("valgrind")
        .args(["--quiet", "--tool=callgrind"])
        .args(options)
        .arg(format!("--callgrind-out-file={}", output.display()))
        .arg(program)
        .args(arguments)
        .status()
        .map_err(|error| format!("valgrind: {error}"))?;
    if !status.success() {
        return Err(format!("{} under valgrind: {status}", program.display()).into());
    }
    let written = fs::read_to_string(&output)?;
    fs::remove_file(&output)?;
    Ok(written)
}

/// By convention, all figures include this number of instructions for the loop, which gcc's loop has on x86-64.
/// With another compiler, its number is replaced by this one.
pub(crate) const LOOP: f64 = 8.0;

#[allow(clippy::cast_precision_loss, reason = "counts are far below 2^52")]
fn per_call(totals: &[(usize, u64)], number: usize) -> Fallible<f64> {
    let runs: Vec<u64> = totals.iter().filter(|run| run.0 == number).map(|run| run.1).collect();
    let [_, once, twice] = runs.try_into().map_err(|_| format!("loop {number} did not run"))?;
    Ok((twice - once) as f64 / CALLS as f64)
}

/// Returns the number of the loop at whose end each dump was made, with the count since the previous one.
fn totals(dumps: &str) -> Fallible<Vec<(usize, u64)>> {
    let mut found = Vec::new();
    let mut at = None;
    for line in dumps.lines() {
        if let Some(trigger) = line.strip_prefix("desc: Trigger: ") {
            let number = trigger.strip_prefix("--dump-after=loop_");
            let number = number.map(|number| usize::from_str_radix(number, 4)).transpose()?;
            // The copies for the other order have the next numbers.
            at = number.map(|number| number % loops::bench_loops());
        } else if let (Some(total), Some(number)) = (line.strip_prefix("totals: "), at) {
            found.push((number, total.trim().parse()?));
        }
    }
    if found.is_empty() { Err("callgrind has dumped nothing".into()) } else { Ok(found) }
}
