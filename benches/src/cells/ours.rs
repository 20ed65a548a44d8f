//! The callbacks of these crates, for every lifetime and every kind.

mod held;
mod slots;

use crate::cells::row::Row;

/// Every lifetime × kind that C can call more than once.
pub(crate) fn rows() -> Vec<Row> {
    [held::rows(), slots::rows()].into_iter().flatten().collect()
}
