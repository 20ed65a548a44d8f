//! Rows: SQLite calls during `sqlite3_exec` alone, so the context lives on the stack.

use std::ffi::{CStr, c_char, c_int, c_void};
use std::ops::ControlFlow::{self, Break, Continue};
use std::ptr;

use callback_runtime::callback;
use libsqlite3_sys::{SQLITE_ABORT, sqlite3_callback, sqlite3_errcode, sqlite3_exec};

use crate::db::{Db, Error};

// int (*callback)(void *user, int columns, char **values, char **names);
//
// The closure takes the number and the values together, as a slice.
// Non-zero ends the query, and that is also what SQLite gets if the closure panics.
#[callback(
    extern "C" fn(context: *mut c_void, c_int, *mut *mut c_char, *mut *mut c_char) -> c_int,
    continue = 0, break = 1, fallback = 1,
    matches = sqlite3_callback,
)]
pub(crate) type EachRow<B> = dyn FnMut(&[*mut c_char], *mut *mut c_char) -> ControlFlow<B>;

/// One row, while SQLite shows it.
pub(crate) struct Row<'a> {
    values: &'a [*mut c_char],
}

impl<'a> Row<'a> {
    /// The text in a column; `None` for `NULL`.
    pub(crate) fn text(&self, column: usize) -> Option<&'a str> {
        let value = self.values[column];
        if value.is_null() {
            return None;
        }
        // SAFETY: SQLite passes strings, which live as long as the row.
        let value = unsafe { CStr::from_ptr(value) };
        Some(value.to_str().expect("SQLite was given UTF-8"))
    }
}

/// Calls `each` for the rows of `sql`, until it breaks: then that is the result.
pub(crate) fn each<B>(
    db: &Db,
    sql: &CStr,
    mut each: impl FnMut(Row<'_>) -> ControlFlow<B>,
) -> Result<ControlFlow<B>, Error> {
    let outcome = EachRow::new(|values, _names| each(Row { values }))
        // SAFETY: `sqlite3_exec` calls on this thread, before it returns, and then forgets both.
        .scope(|function, context| unsafe {
            sqlite3_exec(db.handle(), sql.as_ptr(), Some(function), context, ptr::null_mut())
        });
    match outcome {
        Continue(code) => db.check(code).map(Continue),
        Break(value) => Ok(Break(value)),
    }
}

/// The first two columns of each row, one line each.
pub(crate) fn print(db: &Db, sql: &CStr) -> Result<(), Error> {
    let printed = each(db, sql, |row| {
        println!("  {:<12}{}", row.text(0).unwrap_or("-"), row.text(1).unwrap_or("-"));
        Continue::<()>(())
    })?;
    assert_eq!(printed, Continue(()));
    Ok(())
}

/// The first column of each row.
pub(crate) fn column(db: &Db, sql: &CStr) -> Result<Vec<String>, Error> {
    let mut texts = Vec::new();
    let all = each(db, sql, |row| {
        texts.push(row.text(0).unwrap_or_default().to_owned());
        Continue::<()>(())
    })?;
    assert_eq!(all, Continue(()));
    Ok(texts)
}

/// Looks for the first landing, and for what becomes of the query.
pub(crate) fn show(db: &Db) -> Result<(), Error> {
    // The closure borrows `seen`: it cannot outlive this function, and need not.
    let mut seen = 0;
    let landing = each(db, c"SELECT name, site, year FROM flight", |row| {
        seen += 1;
        let (name, site) = (row.text(0).unwrap_or_default(), row.text(1));
        println!("  {name:<12}{}", site.unwrap_or("-"));
        match site {
            Some(site) => Break((name.to_owned(), site.to_owned())),
            None => Continue(()),
        }
    })?;
    let Break((name, site)) = landing else { panic!("there was a landing") };
    println!("\n  the first landing: {name}, at {site}, found in {seen} of 11 rows");
    assert_eq!((name.as_str(), seen), ("Apollo 11", 5));

    // SQLite takes an early end for an error, whose code would have come in `Continue`.
    // SAFETY: the handle is open.
    assert_eq!(unsafe { sqlite3_errcode(db.handle()) }, SQLITE_ABORT);
    Ok(())
}
