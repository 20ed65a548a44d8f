//! A timeout: the closure ends a query with an error of its own type.

use std::ffi::{c_int, c_void};
use std::fmt;

use callback_runtime::callback;
use libsqlite3_sys::SQLITE_INTERRUPT;

use crate::db::{Db, Error};
use crate::rows;
use crate::sqlite::{remove_progress_handler, set_progress_handler};

// int (*xProgress)(void *user); non-zero interrupts the statement.
#[callback(
    extern "C" fn(context: *mut c_void) -> c_int,
    ok = 0, err = 1, fallback = 1,
    matches = Option<unsafe extern "C" fn(*mut c_void) -> c_int>,
)]
pub(crate) type Progress<E> = dyn FnMut() -> Result<(), E>;

/// The number of instructions of SQLite's virtual machine between two calls.
const STEP: c_int = 10_000;

/// A query took too long.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Timeout {
    instructions: c_int,
}

impl fmt::Display for Timeout {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "out of time after {} instructions", self.instructions)
    }
}

/// Runs `query` for no longer than `limit` instructions.
///
/// The limit is a count and not a time, so that each run of this program prints the same.
fn with_timeout<R>(db: &Db, limit: c_int, query: impl FnOnce() -> R) -> Result<R, Timeout> {
    let mut instructions = 0;
    Progress::new(|| {
        instructions += STEP;
        if instructions < limit { Ok(()) } else { Err(Timeout { instructions }) }
    })
    .scope(|progress, context| {
        // SAFETY: the handler is removed below, and its closure counts.
        unsafe { set_progress_handler(db, STEP, Some(progress), context) };
        let result = query();
        remove_progress_handler(db);
        result
    })
}

/// Runs a query that ends in time, and one that would never end.
pub(crate) fn show(db: &Db) -> Result<(), Error> {
    let longest = with_timeout(db, 1_000_000, || {
        rows::column(db, c"SELECT name FROM flight ORDER BY minutes DESC LIMIT 1")
    });
    let longest = longest.expect("there are 11 rows")?;
    println!("  the longest flight: {}", longest[0]);
    assert_eq!(longest, ["Apollo 17"]);

    let mut code = 0;
    let counted = with_timeout(db, 1_000_000, || {
        let for_ever = c"WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n)
                         SELECT count(*) FROM n";
        code = db.run(for_ever).expect_err("it has no end").code;
    });
    let timeout = counted.expect_err("it has no end");
    println!("  counting forever: {timeout}");
    assert_eq!((code, timeout), (SQLITE_INTERRUPT, Timeout { instructions: 1_000_000 }));

    // The connection still works.
    assert_eq!(rows::column(db, c"SELECT count(*) FROM flight")?, ["11"]);
    Ok(())
}
