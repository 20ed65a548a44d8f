//! Virtual tables: a module, its tables and their cursors are three traits, whose methods are the functions of
//! a `sqlite3_module`.

mod change;
mod index;
mod objects;

use std::ffi::{CStr, c_char, c_int, c_void};
use std::marker::PhantomData;

use callback_runtime::callback;
use libsqlite3_sys::{
    SQLITE_ERROR, SQLITE_OK, sqlite3, sqlite3_context, sqlite3_index_info, sqlite3_module,
    sqlite3_value, sqlite3_vtab, sqlite3_vtab_cursor,
};

pub(crate) use self::change::Change;
pub(crate) use self::index::Index;
pub(crate) use self::objects::create;
use self::objects::{connect, explain, explain_cursor, explain_table, open, put};
use crate::db::Error;
use crate::value::{Value, Values};

/// Creates tables. SQLite keeps the module until the connection closes.
#[callback(extern "C", fallback = SQLITE_ERROR)]
pub(crate) trait Module<T: Table<C> + 'static, C: Cursor + 'static> {
    /// Returns a table, and the statement that declares its columns.
    #[callback(fn(
            _db: *mut sqlite3, context: *mut c_void, _: c_int, _: *const *const c_char,
            _table: *mut *mut sqlite3_vtab, _message: *mut *mut c_char,
        ) -> c_int,
        // SAFETY: SQLite passes an open connection, and places for the table and the message.
        ok = |(columns, table)| unsafe { connect(_db, columns, table, _table) },
        // SAFETY: as above.
        err = |error| unsafe { explain(_message, error) })]
    fn connect(&mut self) -> Result<(&'static CStr, T), Error>;
}

/// A table. The methods of a read-only table without transactions have defaults.
#[callback(extern "C", base = sqlite3_vtab, ok = SQLITE_OK, fallback = SQLITE_ERROR,
    // SAFETY: SQLite passes the table.
    err = |error| unsafe { explain_table(base, error) })]
pub(crate) trait Table<C: Cursor + 'static> {
    #[callback(fn(base: *mut sqlite3_vtab, *mut sqlite3_index_info) -> c_int)]
    fn best_index(&self, index: Index<'_>) -> Result<(), Error>;
    #[callback(fn(base: *mut sqlite3_vtab, _cursor: *mut *mut sqlite3_vtab_cursor) -> c_int,
        // SAFETY: SQLite passes a place for the cursor.
        ok = |cursor| unsafe { open(cursor, _cursor) })]
    fn open(&self) -> Result<C, Error>;
    /// Changes a row. Returns the number of the new row, if there is one.
    #[callback(fn(base: *mut sqlite3_vtab, (c_int, *mut *mut sqlite3_value), _row: *mut i64) -> c_int,
        // SAFETY: SQLite passes a place for the number.
        ok = |row| unsafe { put(_row, row) })]
    fn update(&mut self, _change: Change<'_>) -> Result<Option<i64>, Error> {
        Err(Error::new("the table is read-only"))
    }
    #[callback(fn(base: *mut sqlite3_vtab) -> c_int)]
    fn begin(&mut self) -> Result<(), Error> {
        Ok(())
    }
    #[callback(fn(base: *mut sqlite3_vtab) -> c_int)]
    fn commit(&mut self) -> Result<(), Error> {
        Ok(())
    }
    #[callback(fn(base: *mut sqlite3_vtab) -> c_int)]
    fn rollback(&mut self) -> Result<(), Error> {
        Ok(())
    }
    #[callback(fn(base: *mut sqlite3_vtab) -> c_int)]
    fn disconnect(self) -> Result<(), Error>;
}

/// A cursor, which is a query that is running.
#[callback(extern "C", base = sqlite3_vtab_cursor, ok = SQLITE_OK, fallback = SQLITE_ERROR,
    // SAFETY: SQLite passes the cursor, which has its table.
    err = |error| unsafe { explain_cursor(base, error) })]
pub(crate) trait Cursor {
    #[callback(fn(base: *mut sqlite3_vtab_cursor, c_int, _: *const c_char,
        (c_int, *mut *mut sqlite3_value)) -> c_int)]
    fn filter(&mut self, plan: c_int, arguments: Values<'_>) -> Result<(), Error>;
    #[callback(fn(base: *mut sqlite3_vtab_cursor) -> c_int)]
    fn next(&mut self) -> Result<(), Error>;
    #[callback(fn(base: *mut sqlite3_vtab_cursor) -> c_int, fallback = 1)]
    fn eof(&self) -> bool;
    #[callback(fn(base: *mut sqlite3_vtab_cursor, _result: *mut sqlite3_context, c_int) -> c_int,
        // SAFETY: SQLite passes the place for the result.
        ok = |value| unsafe { value.give(_result) })]
    fn column(&self, column: c_int) -> Result<Value, Error>;
    #[callback(fn(base: *mut sqlite3_vtab_cursor, _row: *mut i64) -> c_int,
        // SAFETY: SQLite passes a place for the number.
        ok = |row| unsafe { put(_row, Some(row)) })]
    fn rowid(&self) -> Result<i64, Error>;
    #[callback(fn(base: *mut sqlite3_vtab_cursor) -> c_int)]
    fn close(self) -> Result<(), Error>;
}

/// The functions of a module `M`.
#[repr(transparent)]
pub(crate) struct Functions<M, T, C>(sqlite3_module, PhantomData<fn(M, T, C)>);

impl<M, T, C> Functions<M, T, C>
where
    M: Module<T, C> + 'static,
    T: Table<C> + 'static,
    C: Cursor + 'static,
{
    /// The functions of a module whose tables are created by `CREATE VIRTUAL TABLE`.
    pub(crate) const fn of_tables() -> Self {
        let module = <dyn Module<T, C>>::functions::<M>();
        let table = <dyn Table<C>>::functions::<T>();
        let cursor = <dyn Cursor>::functions::<C>();
        let functions = sqlite3_module {
            iVersion: 0,
            xCreate: Some(module.connect),
            xConnect: Some(module.connect),
            xBestIndex: Some(table.best_index),
            xDisconnect: Some(table.disconnect),
            xDestroy: Some(table.disconnect),
            xOpen: Some(table.open),
            xClose: Some(cursor.close),
            xFilter: Some(cursor.filter),
            xNext: Some(cursor.next),
            xEof: Some(cursor.eof),
            xColumn: Some(cursor.column),
            xRowid: Some(cursor.rowid),
            xUpdate: Some(table.update),
            xBegin: Some(table.begin),
            xSync: None,
            xCommit: Some(table.commit),
            xRollback: Some(table.rollback),
            xFindFunction: None,
            xRename: None,
            xSavepoint: None,
            xRelease: None,
            xRollbackTo: None,
            xShadowName: None,
            xIntegrity: None,
        };
        Self(functions, PhantomData)
    }

    /// The functions of a module that is itself a read-only table. Its hidden columns are arguments.
    pub(crate) const fn of_function() -> Self {
        let Self(functions, _) = Self::of_tables();
        let functions = sqlite3_module { xCreate: None, xUpdate: None, xBegin: None, ..functions };
        Self(functions, PhantomData)
    }
}
