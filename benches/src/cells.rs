//! The alternatives: for each one, a function that C calls, with each of the three bodies.

mod body;
mod hand;
pub(crate) mod loops;
mod ours;
#[cfg(feature = "peers")]
mod peers;
pub(crate) mod row;

use row::{Cell, Group, Row};

/// Every alternative.
pub(crate) fn rows() -> Vec<Row> {
    // The peers are last, lest the other ones have other numbers without them.
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

/// The cells of the rows of some groups, each with its number among all.
pub(crate) fn numbered<'a>(
    rows: &'a [Row],
    groups: &'a [Group],
) -> impl Iterator<Item = (usize, &'a Row, Cell)> {
    let cells = rows.iter().flat_map(|row| row.cells.iter().map(move |cell| (row, *cell)));
    let numbered = cells.zip(1..).map(|((row, cell), number)| (number, row, cell));
    numbered.filter(|(_, row, _)| groups.contains(&row.group))
}
