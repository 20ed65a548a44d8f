//! The callbacks of these crates, for every lifetime and kind.

mod creation;
mod held;
mod imports;
mod methods;
mod once;
mod promised;
mod slots;

use crate::cells::row::Row;

/// Returns the rows of every lifetime and kind, and of what comes before and after a call.
pub(crate) fn rows() -> Vec<Row> {
    [
        held::rows(),
        methods::rows(),
        slots::rows(),
        promised::rows(),
        once::rows(),
        creation::rows(),
        imports::rows(),
    ]
    .into_iter()
    .flatten()
    .collect()
}
