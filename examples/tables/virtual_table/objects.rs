//! The hand-over of modules, tables and cursors to SQLite, and the texts of their errors.

use std::convert::Infallible;
use std::ffi::{CStr, c_char, c_int};
use std::ptr;

use libsqlite3_sys::{
    SQLITE_OK, sqlite3, sqlite3_create_module_v2, sqlite3_declare_vtab, sqlite3_free, sqlite3_vtab,
    sqlite3_vtab_cursor,
};

use super::{Cursor, Functions, Module, Table};
use crate::db::{Db, Error};
use crate::value::text;

/// Gives SQLite a module.
pub(crate) fn create<M, T, C>(
    db: &Db,
    name: &CStr,
    functions: &'static Functions<M, T, C>,
    module: M,
) -> Result<(), Error>
where
    M: Module<T, C> + 'static,
    T: Table<C> + 'static,
    C: Cursor + 'static,
{
    M::new(module).notified(|_, module, destroy| {
        let (handle, name, functions) = (db.handle(), name.as_ptr(), &raw const functions.0);
        // SAFETY: SQLite calls on the thread that uses the connection until it runs `destroy` there. That is
        // this thread, because `Db` is not `Send`. The functions are those for `M`.
        db.check(unsafe {
            sqlite3_create_module_v2(handle, name, functions, module, Some(destroy))
        })
    })
}

/// Declares the columns of a new table, and gives SQLite the table.
///
/// # Safety
///
/// - `db` is an open connection that is connecting a table, and `place` is for the table.
pub(super) unsafe fn connect<T: Table<C> + 'static, C: Cursor + 'static>(
    db: *mut sqlite3,
    columns: &CStr,
    table: T,
    place: *mut *mut sqlite3_vtab,
) -> c_int {
    // SAFETY: the caller's promise.
    let code = unsafe { sqlite3_declare_vtab(db, columns.as_ptr()) };
    if code == SQLITE_OK {
        let base = sqlite3_vtab { pModule: ptr::null(), nRef: 0, zErrMsg: ptr::null_mut() };
        // The functions are those in the module.
        let given = T::new(base, table).notified(|_, table| Ok::<_, Infallible>(table));
        let Ok(table) = given;
        // SAFETY: the caller's promise.
        unsafe { place.write(table) };
    }
    code
}

/// Gives SQLite a cursor. Returns `SQLITE_OK`.
///
/// # Safety
///
/// - `place` is for the cursor.
pub(super) unsafe fn open<C: Cursor + 'static>(
    cursor: C,
    place: *mut *mut sqlite3_vtab_cursor,
) -> c_int {
    let base = sqlite3_vtab_cursor { pVtab: ptr::null_mut() };
    let Ok(cursor) = C::new(base, cursor).notified(|_, cursor| Ok::<_, Infallible>(cursor));
    // SAFETY: the caller's promise.
    unsafe { place.write(cursor) };
    SQLITE_OK
}

/// Writes the number of a row. Returns `SQLITE_OK`.
///
/// # Safety
///
/// - `place` is for the number.
pub(super) unsafe fn put(place: *mut i64, row: Option<i64>) -> c_int {
    if let Some(row) = row {
        // SAFETY: the caller's promise.
        unsafe { place.write(row) };
    }
    SQLITE_OK
}

/// Writes the text of an error to the place where SQLite expects it. Returns the code.
///
/// # Safety
///
/// - `place` has null, or a text that SQLite allocated.
pub(super) unsafe fn explain(place: *mut *mut c_char, error: &Error) -> c_int {
    // SAFETY: the caller's promise.
    let previous = unsafe { place.replace(text(&error.message)) };
    // SAFETY: as above.
    unsafe { sqlite3_free(previous.cast()) };
    error.code
}

/// Explains the error of a table. Returns the code.
///
/// # Safety
///
/// - `table` is a table of SQLite's.
pub(super) unsafe fn explain_table(table: *mut sqlite3_vtab, error: &Error) -> c_int {
    // SAFETY: the caller's promise.
    let place = unsafe { &raw mut (*table).zErrMsg };
    // SAFETY: SQLite and this file write texts there.
    unsafe { explain(place, error) }
}

/// Explains the error of a cursor. Returns the code.
///
/// # Safety
///
/// - `cursor` is a cursor of SQLite's.
pub(super) unsafe fn explain_cursor(cursor: *mut sqlite3_vtab_cursor, error: &Error) -> c_int {
    // SAFETY: the caller's promise.
    let table = unsafe { (*cursor).pVtab };
    // SAFETY: SQLite has written the table there.
    unsafe { explain_table(table, error) }
}
