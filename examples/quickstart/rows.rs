//! Rows: SQLite calls only during `sqlite3_exec`, so the context is on the stack.

use std::convert::Infallible;
use std::ffi::{CStr, c_char, c_int, c_void};
use std::ops::ControlFlow::{self, Break, Continue};

use callback_runtime::{FromC, callback};
use libsqlite3_sys::{SQLITE_ABORT, sqlite3_callback};

use crate::db::{Db, Error};
use crate::sqlite::{sqlite3_errcode, sqlite3_exec};

// int (*callback)(void *user, int columns, char **values, char **names);
//
// The closure takes the number and the values together, as a `Row`, and not the names.
// Non-zero ends the query. SQLite also gets that if the closure panics.
#[callback(
    extern "C" fn(context: *mut c_void, (c_int, *mut *mut c_char), _: *mut *mut c_char) -> c_int,
    continue = 0, break = 1, fallback = 1,
    matches = sqlite3_callback,
)]
pub(crate) type EachRow<B> = dyn FnMut(Row<'_>) -> ControlFlow<B>;

/// One row, which is valid during the call.
pub(crate) struct Row<'a> {
    values: &'a [*mut c_char],
}

impl FromC<(c_int, *mut *mut c_char)> for Row<'_> {
    unsafe fn from_c(raw: (c_int, *mut *mut c_char)) -> Option<Self> {
        // SAFETY: SQLite passes the number and the values of a row (the caller's promise).
        unsafe { FromC::from_c(raw) }.map(|values| Row { values })
    }
}

impl<'a> Row<'a> {
    /// Returns the text in a column, or `None` for `NULL`.
    pub(crate) fn text(&self, column: usize) -> Option<&'a str> {
        let value = self.values[column];
        if value.is_null() {
            return None;
        }
        // SAFETY: SQLite passes strings that live as long as the row.
        let value = unsafe { CStr::from_ptr(value) };
        Some(value.to_str().expect("SQLite was given UTF-8"))
    }
}

/// Prints the first two columns of each row, one line each.
pub(crate) fn print(db: &Db, sql: &CStr) -> Result<(), Error> {
    let Continue(()) = db.check(sqlite3_exec::<Infallible, _>(db, sql, |row| {
        println!("  {:<12}{}", row.text(0).unwrap_or("-"), row.text(1).unwrap_or("-"));
        Continue(())
    }))?;
    Ok(())
}

/// Returns the first column of each row.
pub(crate) fn column(db: &Db, sql: &CStr) -> Result<Vec<String>, Error> {
    let mut texts = Vec::new();
    let Continue(()) = db.check(sqlite3_exec::<Infallible, _>(db, sql, |row| {
        texts.push(row.text(0).unwrap_or_default().to_owned());
        Continue(())
    }))?;
    Ok(texts)
}

/// Looks for the first landing, and checks how the query ended.
pub(crate) fn show(db: &Db) -> Result<(), Error> {
    // The closure borrows `seen`, so it cannot outlive this function.
    let mut seen = 0;
    let landing = db.check(sqlite3_exec(db, c"SELECT name, site, year FROM flight", |row| {
        seen += 1;
        let (name, site) = (row.text(0).unwrap_or_default(), row.text(1));
        println!("  {name:<12}{}", site.unwrap_or("-"));
        match site {
            Some(site) => Break((name.to_owned(), site.to_owned())),
            None => Continue(()),
        }
    }))?;
    let Break((name, site)) = landing else { panic!("there was a landing") };
    println!("\n  the first landing: {name}, at {site}, found in {seen} of 11 rows");
    assert_eq!((name.as_str(), seen), ("Apollo 11", 5));

    // To SQLite an early end is an error. The call did not return it, because the closure broke.
    assert_eq!(sqlite3_errcode(db), SQLITE_ABORT);
    Ok(())
}
