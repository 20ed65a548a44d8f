//! Instructions a call, counted by callgrind: those of 2n calls, less those of n, divided by n.

use std::fs;
use std::mem;
use std::path::Path;
use std::process::Command;
use std::ptr;

use crate::Fallible;
use crate::cells;
use crate::cells::loops::{self, Function, Order};
use crate::cells::row::{Group, Row};

/// The n above.
const CALLS: i64 = 1000;

/// Runs the cells of some groups, so that [`count`] can count them: the inside of the program that
/// it starts.
pub(crate) fn run(groups: &[Group]) {
    // What a turn of the loop costs by itself.
    let nothing: unsafe extern "C" fn() = loops::bench_return;
    // SAFETY: it takes no parameters and returns in a register, which may hold anything.
    let nothing = unsafe { mem::transmute::<unsafe extern "C" fn(), Function>(nothing) };
    loops::count(0, Order::DataLast, nothing, ptr::null_mut(), CALLS);
    for (number, row, cell) in cells::numbered(&cells::rows(), groups) {
        cell(&mut |function, user| loops::count(number, row.order, function, user, CALLS));
    }
}

/// Counts the cells of some groups, as `program` has been compiled to run them: for each row, the
/// instructions of one turn of each cell.
///
/// # Errors
///
/// If valgrind is not there or fails, or if what it wrote is not as expected.
pub(crate) fn count(
    program: &Path,
    rows: &[Row],
    groups: &[Group],
) -> Fallible<Vec<(String, Vec<f64>)>> {
    let output = program.with_extension("callgrind");
    let status = Command::new("valgrind")
        .args(["--quiet", "--tool=callgrind", "--dump-after=loop_*", "--combine-dumps=yes"])
        .arg(format!("--callgrind-out-file={}", output.display()))
        .arg(program)
        .arg("cells")
        .args(groups.iter().map(|group| group.name()))
        .status()
        .map_err(|error| format!("valgrind: {error}"))?;
    if !status.success() {
        return Err(format!("{} under valgrind: {status}", program.display()).into());
    }
    let totals = totals(&fs::read_to_string(&output)?)?;
    fs::remove_file(&output)?;
    let own = per_call(&totals, 0)? - 1.0;
    let mut counts: Vec<(String, Vec<f64>)> = Vec::new();
    for (number, row, _) in cells::numbered(rows, groups) {
        let count = per_call(&totals, number)? - own + LOOP;
        match counts.last_mut() {
            Some((name, counts)) if *name == row.name => counts.push(count),
            _ => counts.push((row.name.clone(), vec![count])),
        }
    }
    Ok(counts)
}

/// The convention of all figures: so many instructions are added for the loop, which has as many
/// where gcc compiles it for x86-64. With another compiler, its own number is replaced by this.
pub(crate) const LOOP: f64 = 8.0;

#[allow(clippy::cast_precision_loss, reason = "counts are far below 2^52")]
fn per_call(totals: &[(usize, u64)], number: usize) -> Fallible<f64> {
    let runs: Vec<u64> = totals.iter().filter(|run| run.0 == number).map(|run| run.1).collect();
    let [_, once, twice] = runs.try_into().map_err(|_| format!("loop {number} did not run"))?;
    Ok((twice - once) as f64 / CALLS as f64)
}

/// The number of the loop at whose end each dump was made, and what was counted since the last one.
fn totals(dumps: &str) -> Fallible<Vec<(usize, u64)>> {
    let mut found = Vec::new();
    let mut at = None;
    for line in dumps.lines() {
        if let Some(trigger) = line.strip_prefix("desc: Trigger: ") {
            let number = trigger.strip_prefix("--dump-after=loop_");
            let number = number.map(|number| usize::from_str_radix(number, 4)).transpose()?;
            // The copies for the other order are numbered on.
            at = number.map(|number| number % loops::bench_loops());
        } else if let (Some(total), Some(number)) = (line.strip_prefix("totals: "), at) {
            found.push((number, total.trim().parse()?));
        }
    }
    if found.is_empty() { Err("callgrind has dumped nothing".into()) } else { Ok(found) }
}
