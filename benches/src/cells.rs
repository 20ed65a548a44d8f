//! The alternatives: each has a function that C calls, with each of the three bodies.

mod body;
mod hand;
pub(crate) mod loops;
mod ours;
#[cfg(feature = "peers")]
mod peers;
pub(crate) mod row;

use std::mem;
use std::ptr;

use loops::{Function, Order};
use row::{Group, Row};

/// How often each cell is called for a count, and then twice as often.
pub(crate) const CALLS: i64 = 1000;

/// The number of a copy of the loop that belongs to no cell, and is not counted.
const SPARE: usize = 255;

/// Every alternative.
pub(crate) fn rows() -> Vec<Row> {
    // The peers are last, so that the others have the same numbers without them.
    [hand::rows(), ours::rows(), peers()].concat()
}

#[cfg(feature = "peers")]
fn peers() -> Vec<Row> {
    peers::rows()
}

#[cfg(not(feature = "peers"))]
fn peers() -> Vec<Row> {
    Vec::new()
}

/// Returns the cells of the rows of some groups, each with its number among all, its row, and its place there.
pub(crate) fn numbered<'a>(
    rows: &'a [Row],
    groups: &'a [Group],
) -> impl Iterator<Item = (usize, &'a Row, usize)> {
    let cells = rows.iter().flat_map(|row| (0..row.cells.len()).map(move |column| (row, column)));
    let numbered = cells.zip(1..).map(|((row, column), number)| (number, row, column));
    numbered.filter(|(_, row, _)| groups.contains(&row.group))
}

/// Runs the cells of some groups under callgrind.
///
/// # Panics
///
/// If a cell does not compute the same as the body in C, for example because its calls are refused.
pub(crate) fn run(groups: &[Group]) {
    // The cost of the loop itself.
    let nothing: unsafe extern "C" fn() = loops::bench_return;
    // SAFETY: the function takes no parameters, and its result is ignored.
    let nothing = unsafe { mem::transmute::<unsafe extern "C" fn(), Function>(nothing) };
    loops::count(0, Order::DataLast, nothing, ptr::null_mut(), CALLS);

    let rows = rows();
    let sum = |number, row: &Row, column: usize| {
        let mut sum = 0;
        row.cells[column](&mut |function, user| {
            sum = loops::count(number, row.order, function, user, CALLS);
        });
        sum
    };
    let in_c: Vec<_> =
        numbered(&rows, &[Group::Plain]).map(|(_, row, column)| sum(SPARE, row, column)).collect();
    for (number, row, column) in numbered(&rows, groups) {
        let sum = sum(number, row, column);
        if row.cells.len() == in_c.len() {
            assert_eq!(sum, in_c[column], "{}, body B{column}", row.name);
        }
    }
}
