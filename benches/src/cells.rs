//! The alternatives: for each one, a function that C calls, with each of the three bodies.

pub(crate) mod body;
pub(crate) mod hand;
pub(crate) mod loops;
pub(crate) mod ours;
pub(crate) mod row;

use row::Row;

/// Every alternative, in the order of their copies of the loop.
pub(crate) fn rows() -> Vec<Row> {
    [hand::rows(), ours::rows()].into_iter().flatten().collect()
}
