//! A connection that runs one statement at a time. There is no callback in here.

use std::cell::Cell;
use std::ffi::{CStr, c_int, c_void};
use std::fmt;
use std::ptr;

use libsqlite3_sys::{
    SQLITE_MISUSE, SQLITE_OK, SQLITE_ROW, sqlite3, sqlite3_close, sqlite3_column_int64,
    sqlite3_errstr, sqlite3_exec, sqlite3_extended_result_codes, sqlite3_finalize, sqlite3_open,
    sqlite3_prepare_v2, sqlite3_step,
};

/// An in-memory database.
///
/// Neither `Send` nor `Sync`, because of the pointer: hooks without `Send` are welcome.
pub(crate) struct Db {
    handle: *mut sqlite3,
    running: Cell<bool>,
    /// Whose hooks SQLite has: the user data that it was given with them.
    pub update: Cell<*mut c_void>,
    pub commit: Cell<*mut c_void>,
    pub rollback: Cell<*mut c_void>,
    pub traced: Cell<bool>,
}

impl Db {
    /// Opens an empty database.
    pub(crate) fn open() -> Result<Self, Error> {
        let mut handle = ptr::null_mut();
        // SAFETY: the name is a string, and the place for the handle is ours.
        let code = unsafe { sqlite3_open(c":memory:".as_ptr(), &raw mut handle) };
        // Also where it fails, SQLite gives a handle, and wants it closed.
        let nobody = || Cell::new(ptr::null_mut());
        let db = Self {
            handle,
            running: Cell::new(false),
            update: nobody(),
            commit: nobody(),
            rollback: nobody(),
            traced: Cell::new(false),
        };
        check(code)?;
        // SAFETY: the handle is open.
        check(unsafe { sqlite3_extended_result_codes(handle, 1) })?;
        Ok(db)
    }

    /// SQLite's own handle, open for as long as `self` lives.
    pub(crate) fn handle(&self) -> *mut sqlite3 {
        self.handle
    }

    /// Runs statements whose rows nobody wants to see.
    pub(crate) fn run(&self, sql: &CStr) -> Result<(), Error> {
        // SAFETY: the handle is open, and `None` is how C leaves a callback out.
        self.alone(|| unsafe {
            sqlite3_exec(self.handle, sql.as_ptr(), None, ptr::null_mut(), ptr::null_mut())
        })
        .and_then(check)
    }

    /// The number that `sql` selects.
    pub(crate) fn number(&self, sql: &CStr) -> Result<i64, Error> {
        let mut statement = ptr::null_mut();
        self.alone(|| {
            let (from, to) = (sql.as_ptr(), &raw mut statement);
            // SAFETY: the handle is open, and the place for the statement is ours.
            check(unsafe { sqlite3_prepare_v2(self.handle, from, -1, to, ptr::null_mut()) })?;
            // SAFETY: the statement is ours until it is finalized.
            let code = unsafe { sqlite3_step(statement) };
            // SAFETY: as above; where there is no row, SQLite gives 0.
            let number = unsafe { sqlite3_column_int64(statement, 0) };
            // SAFETY: as above, and this is its last use.
            unsafe { sqlite3_finalize(statement) };
            if code == SQLITE_ROW { Ok(number) } else { Err(Error { code }) }
        })?
    }

    /// A hook "must not do anything that will modify the database connection", and for SQLite a
    /// `SELECT` does. So while a statement runs, there is no other.
    fn alone<R>(&self, call: impl FnOnce() -> R) -> Result<R, Error> {
        if self.running.replace(true) {
            return Err(Error { code: SQLITE_MISUSE });
        }
        let result = call();
        self.running.set(false);
        Ok(result)
    }
}

impl Drop for Db {
    fn drop(&mut self) {
        // SAFETY: the handle is open, and not used after this.
        let code = unsafe { sqlite3_close(self.handle) };
        assert_eq!(code, SQLITE_OK, "no statement is left over");
    }
}

/// A result code of SQLite's, unless it is `SQLITE_OK`.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Error {
    /// `SQLITE_BUSY` and the like.
    pub code: c_int,
}

/// The error that SQLite returned.
pub(crate) fn check(code: c_int) -> Result<(), Error> {
    if code == SQLITE_OK { Ok(()) } else { Err(Error { code }) }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // SAFETY: it takes any code.
        let words = unsafe { sqlite3_errstr(self.code) };
        // SAFETY: SQLite gives a string, which is constant.
        let words = unsafe { CStr::from_ptr(words) };
        write!(f, "{} (code {})", words.to_string_lossy(), self.code)
    }
}

impl std::error::Error for Error {}
