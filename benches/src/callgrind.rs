//! Instructions a call, counted by callgrind: those of 2n calls, less those of n, divided by n.

use std::ffi::c_void;
use std::fs;
use std::path::Path;
use std::process::Command;

use crate::Fallible;
use crate::cells::loops::{self, Function};
use crate::cells::row::Row;

/// The n above.
const CALLS: i64 = 1000;

/// Runs every cell so that [`count`] can count it: the inside of the program that it starts.
pub(crate) fn run(rows: &[Row]) {
    // What a turn of the loop costs by itself: see `own`.
    let nothing: unsafe extern "C" fn() = loops::bench_return;
    // SAFETY: it takes no parameters and returns in a register, which may hold anything.
    let nothing = unsafe { std::mem::transmute::<unsafe extern "C" fn(), Function>(nothing) };
    run_loop(0, nothing, std::ptr::null_mut());
    for (at, row) in rows.iter().enumerate() {
        for (column, cell) in row.cells.iter().enumerate() {
            cell(&mut |function, user| run_loop(number(at, column), function, user));
        }
    }
}

fn run_loop(number: usize, function: Function, user: *mut c_void) {
    // SAFETY: the function can be called, with this, until the cell is told that it was.
    unsafe { loops::bench_count(loops::copy(number), function, user, CALLS) };
}

/// Which copy of the loop belongs to a cell. The first belongs to none.
pub(crate) fn number(row: usize, column: usize) -> usize {
    1 + 3 * row + column
}

/// Counts all that `program` [runs](run).
///
/// # Errors
///
/// If valgrind is not there or fails, or if what it wrote is not as expected.
pub(crate) fn count(program: &Path, rows: usize) -> Fallible<Vec<[f64; 3]>> {
    let output = program.with_extension("callgrind");
    let status = Command::new("valgrind")
        .args(["--quiet", "--tool=callgrind", "--dump-after=loop_*", "--combine-dumps=yes"])
        .arg(format!("--callgrind-out-file={}", output.display()))
        .arg(program)
        .arg("cells")
        .status()
        .map_err(|error| format!("valgrind: {error}"))?;
    if !status.success() {
        return Err(format!("{} under valgrind: {status}", program.display()).into());
    }
    let totals = totals(&fs::read_to_string(&output)?)?;
    fs::remove_file(&output)?;
    let own = per_call(&totals, 0)? - 1.0;
    let cell =
        |row, column| -> Fallible<f64> { Ok(per_call(&totals, number(row, column))? - own + LOOP) };
    (0..rows).map(|row| Ok([cell(row, 0)?, cell(row, 1)?, cell(row, 2)?])).collect()
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
            at = number.map(|number| usize::from_str_radix(number, 4)).transpose()?;
        } else if let (Some(total), Some(number)) = (line.strip_prefix("totals: "), at) {
            found.push((number, total.trim().parse()?));
        }
    }
    if found.is_empty() { Err("callgrind has dumped nothing".into()) } else { Ok(found) }
}
