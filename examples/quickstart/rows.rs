//! Rows: SQLite calls only during `sqlite3_exec`, so the context is on the stack.

use std::ffi::{CStr, c_char, c_int, c_void};
use std::ops::ControlFlow::{self, Break, Continue};
use std::ptr;

use callback_runtime::callback;
use libsqlite3_sys::{SQLITE_ABORT, sqlite3_callback, sqlite3_errcode, sqlite3_exec};

use crate::db::{Db, Error};

// int (*callback)(void *user, int columns, char **values, char **names);
//
// The closure takes the number and the values together, as a slice.
// Non-zero ends the query. SQLite also gets that if the closure panics.
#[callback(
    extern "C" fn(context: *mut c_void, c_int, *mut *mut c_char, *mut *mut c_char) -> c_int,
    continue = 0, break = 1, fallback = 1,
    matches = sqlite3_callback,
)]
pub(crate) type EachRow<B> = dyn FnMut(&[*mut c_char], *mut *mut c_char) -> ControlFlow<B>;

/// One row, which is valid during the call.
pub(crate) struct Row<'a> {
    values: &'a [*mut c_char],
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

/// Calls `each` for the rows of `sql`, until it breaks. Returns its `Break`, if there was one.
pub(crate) fn each<B>(
    db: &Db,
    sql: &CStr,
    mut each: impl FnMut(Row<'_>) -> ControlFlow<B>,
) -> Result<ControlFlow<B>, Error> {
    let outcome = EachRow::new(|values, _names| each(Row { values }))
        // SAFETY: `sqlite3_exec` calls on this thread, and keeps neither pointer after it returns.
        .scope(|function, context| unsafe {
            sqlite3_exec(db.handle(), sql.as_ptr(), Some(function), context, ptr::null_mut())
        });
    match outcome {
        Continue(code) => db.check(code).map(Continue),
        Break(value) => Ok(Break(value)),
    }
}

/// Prints the first two columns of each row, one line each.
pub(crate) fn print(db: &Db, sql: &CStr) -> Result<(), Error> {
    let printed = each(db, sql, |row| {
        println!("  {:<12}{}", row.text(0).unwrap_or("-"), row.text(1).unwrap_or("-"));
        Continue::<()>(())
    })?;
    assert_eq!(printed, Continue(()));
    Ok(())
}

/// Returns the first column of each row.
pub(crate) fn column(db: &Db, sql: &CStr) -> Result<Vec<String>, Error> {
    let mut texts = Vec::new();
    let all = each(db, sql, |row| {
        texts.push(row.text(0).unwrap_or_default().to_owned());
        Continue::<()>(())
    })?;
    assert_eq!(all, Continue(()));
    Ok(texts)
}

/// Looks for the first landing, and checks how the query ended.
pub(crate) fn show(db: &Db) -> Result<(), Error> {
    // The closure borrows `seen`, so it cannot outlive this function.
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

    // To SQLite an early end is an error. `each` did not return its code, because the closure broke.
    // SAFETY: the handle is open.
    assert_eq!(unsafe { sqlite3_errcode(db.handle()) }, SQLITE_ABORT);
    Ok(())
}
