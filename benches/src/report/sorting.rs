//! A million numbers, sorted by libc with a closure, next to a comparator in C.

use std::fmt::Write;
use std::time::Duration;

use crate::callgrind;
use crate::fallible::Fallible;
use crate::goals;
use crate::report::clock;
use crate::report::ratio::{Effort, quartiles};
use crate::sort::{self, BY_CLOSURE, Sort, Sorting, numbers};

const COUNT: usize = 1_000_000;

/// Returns the section of the report.
///
/// # Errors
///
/// If something cannot be measured.
pub(super) fn section() -> Fallible<String> {
    let mut text = String::from(
        "`qsort_r` and `qsort` of the C library sort a million numbers of 32 bits, with \
         `|a, b| a.cmp(b)` and with a comparator in C. The ratios are to that, and so are the goals. With \
         `NonNull`, the prototype says that neither the elements nor the user data are null.\n\n\
         | | instructions, C | instructions, closure | ratio | goal | | time, ratio |\n\
         |---|---|---|---|---|---|---|\n",
    );
    for Sorting { name, title, in_c, goal, sort } in BY_CLOSURE {
        let (before, after) = (callgrind::total(in_c)?, callgrind::total(name)?);
        #[allow(clippy::cast_precision_loss, reason = "counts are far below 2^52")]
        let ratio = after as f64 / before as f64;
        let sort_in_c = find(in_c)?;
        let time = quartiles(&format!("sort-{name}"), Effort::LONG, || {
            let compared = time(sort_in_c);
            time(sort).as_secs_f64() / compared.as_secs_f64()
        })?;
        let (goal, verdict) = match goal {
            Some(goal) => (format!("≤ {goal}"), goals::verdict(ratio <= goal)),
            None => (String::new(), ""),
        };
        let time = time.show();
        let _ = writeln!(
            text,
            "| {title} | {before} | {after} | {ratio:.3} | {goal} | {verdict} | {time} |"
        );
    }
    Ok(text)
}

/// Sorts, under callgrind.
pub(crate) fn run(name: &str) -> Fallible<()> {
    find(name)?(&mut numbers(COUNT));
    Ok(())
}

fn find(name: &str) -> Fallible<Sort> {
    sort::find(name).ok_or_else(|| "there is no such sort".into())
}

fn time(sort: Sort) -> Duration {
    let mut items = numbers(COUNT);
    let time = clock::time(|| sort(&mut items));
    assert!(items.is_sorted(), "the comparator is wrong");
    time
}
