//! The time of turns of cells, next to those of another one.

use std::ffi::c_void;
use std::time::Duration;

use crate::cells::loops::{self, Function, Order};
use crate::cells::row::Cell;
use crate::fallible::Fallible;
use crate::report::clock;
use crate::report::ratio::{Effort, Quartiles, quartiles};

/// A cell whose callback is alive.
#[derive(Clone, Copy)]
struct Running {
    number: usize,
    order: Order,
    function: Function,
    user: *mut c_void,
}

impl Running {
    /// Returns how long that many turns take.
    fn time(self, turns: i64) -> Duration {
        let Self { number, order, function, user } = self;
        clock::time(|| loops::run(number, order, function, user, turns))
    }
}

/// A cell, its number, and the order of its function's parameters.
pub(super) type Numbered = (usize, Order, Cell);

/// Returns how many times as long a turn of `cell` takes as one of `reference`.
///
/// # Errors
///
/// If criterion fails.
pub(super) fn ratio(
    name: &str,
    turns: i64,
    reference: Numbered,
    cell: Numbered,
) -> Fallible<Quartiles> {
    let mut result = Err("the cell has not run".into());
    with(reference, &mut |reference| {
        if !(reference.function as usize).is_multiple_of(64) {
            return result = Err("functions have to be aligned: run benches/report.sh".into());
        }
        with(cell, &mut |cell| {
            result = quartiles(name, Effort::SHORT, || {
                let compared = reference.time(turns);
                cell.time(turns).as_secs_f64() / compared.as_secs_f64()
            });
        });
    });
    result
}

/// Returns the nanoseconds of one turn of a cell.
///
/// # Errors
///
/// If criterion fails.
pub(super) fn nanoseconds(name: &str, turns: i64, cell: Numbered) -> Fallible<Quartiles> {
    let mut result = Err("the cell has not run".into());
    with(cell, &mut |cell| {
        #[allow(clippy::cast_precision_loss, reason = "there are not that many turns")]
        let all = turns as f64;
        result = quartiles(name, Effort::SHORT, || cell.time(turns).as_secs_f64() * 1e9 / all);
    });
    result
}

fn with((number, order, cell): Numbered, then: &mut dyn FnMut(Running)) {
    cell(&mut |function, user| then(Running { number, order, function, user }));
}
