//! The changes that `xUpdate` makes.

use std::ffi::c_int;

use callback_runtime::FromC;
use libsqlite3_sys::sqlite3_value;

use crate::value::{Value, Values};

/// A change of a table.
pub(crate) enum Change<'a> {
    Delete {
        row: i64,
    },
    /// The row may have a number already.
    Insert {
        row: Option<i64>,
        columns: Values<'a>,
    },
    Update {
        row: i64,
        new: i64,
        columns: Values<'a>,
    },
}

// int (*xUpdate)(sqlite3_vtab *, int argc, sqlite3_value **argv, sqlite_int64 *row);
//
// One value is the row to delete. Otherwise the first two are the old and the new number.
impl FromC<(c_int, *mut *mut sqlite3_value)> for Change<'_> {
    unsafe fn from_c(raw: (c_int, *mut *mut sqlite3_value)) -> Option<Self> {
        // SAFETY: the caller's promise.
        let values = unsafe { Values::from_c(raw) }?;
        let row = |at| match values.get(at) {
            Value::Integer(row) => Some(row),
            _ => None,
        };
        Some(match values.len() {
            0 => return None,
            1 => Self::Delete { row: row(0)? },
            _ => match row(0) {
                None => Self::Insert { row: row(1), columns: values.after(2) },
                Some(old) => Self::Update { row: old, new: row(1)?, columns: values.after(2) },
            },
        })
    }
}
