//! A million numbers, sorted by libc with a closure, next to a comparator in C.

use std::fmt::Write;
use std::time::Duration;

use crate::callgrind;
use crate::fallible::Fallible;
use crate::goals;
use crate::report::clock;
use crate::report::ratio::{Effort, quartiles};
use crate::sort::{SORTS, Sort, numbers};

const COUNT: usize = 1_000_000;
const GOAL: f64 = 1.05;

/// Returns the section of the report.
///
/// # Errors
///
/// If something cannot be measured.
pub(super) fn section() -> Fallible<String> {
    let mut text = format!(
        "`qsort` and `qsort_r` of the C library sort a million numbers of 32 bits, with \
         `Compare<i32>` and `|a, b| a.cmp(b)`, and with a comparator in C. The goal is at most \
         {GOAL} times as many instructions.\n\n| | instructions, C | instructions, closure | \
         ratio | | time, ratio |\n|---|---|---|---|---|---|\n"
    );
    for [(in_c, sort_in_c), (name, sort)] in [[SORTS[0], SORTS[1]], [SORTS[2], SORTS[3]]] {
        let (before, after) = (callgrind::total(in_c)?, callgrind::total(name)?);
        #[allow(clippy::cast_precision_loss, reason = "counts are far below 2^52")]
        let ratio = after as f64 / before as f64;
        let time = quartiles(&format!("sort-{name}"), Effort::LONG, || {
            let compared = time(sort_in_c);
            time(sort).as_secs_f64() / compared.as_secs_f64()
        })?;
        let verdict = goals::verdict(ratio <= GOAL);
        let time = time.show();
        let _ =
            writeln!(text, "| `{name}` | {before} | {after} | {ratio:.3} | {verdict} | {time} |");
    }
    Ok(text)
}

/// Sorts, under callgrind.
pub(crate) fn run(name: &str) -> Fallible<()> {
    let (_, sort) = SORTS.iter().find(|sort| sort.0 == name).ok_or("there is no such sort")?;
    sort(&mut numbers(COUNT));
    Ok(())
}

fn time(sort: Sort) -> Duration {
    let mut items = numbers(COUNT);
    let time = clock::time(|| sort(&mut items));
    assert!(items.is_sorted(), "the comparator is wrong");
    time
}
