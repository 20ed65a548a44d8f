//! The counted instructions of calls.

use std::env;

use crate::callgrind::{self, Place};
use crate::cells::row::Group;
use crate::fallible::Fallible;

/// The counts of each row, by its name.
pub(crate) struct Counts(pub(crate) Vec<(String, Vec<f64>)>);

impl Counts {
    /// Counts the cells of some groups in this program.
    pub(crate) fn of(place: Place, groups: &[Group]) -> Fallible<Self> {
        callgrind::count(&env::current_exe()?, place, groups).map(Self)
    }

    /// Returns the counts of a row.
    pub(crate) fn get(&self, row: &str) -> Option<&[f64]> {
        self.0.iter().find(|(name, _)| name == row).map(|(_, counts)| &**counts)
    }
}
