//! A connection that runs one statement at a time. There is no callback in this file.

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
/// The pointer makes it neither `Send` nor `Sync`, so hooks need not be `Send` either.
pub(crate) struct Db {
    handle: *mut sqlite3,
    running: Cell<bool>,
    /// The user data of the hooks that SQLite has.
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
        // SQLite gives a handle even if it fails, and requires that it is closed.
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

    /// Returns SQLite's handle, which is open as long as `self` lives.
    pub(crate) fn handle(&self) -> *mut sqlite3 {
        self.handle
    }

    /// Runs statements and ignores their rows.
    pub(crate) fn run(&self, sql: &CStr) -> Result<(), Error> {
        // SAFETY: the handle is open. `None` means that there is no callback.
        self.alone(|| unsafe {
            sqlite3_exec(self.handle, sql.as_ptr(), None, ptr::null_mut(), ptr::null_mut())
        })
        .and_then(check)
    }

    /// Returns the number that `sql` selects.
    pub(crate) fn number(&self, sql: &CStr) -> Result<i64, Error> {
        let mut statement = ptr::null_mut();
        self.alone(|| {
            let (from, to) = (sql.as_ptr(), &raw mut statement);
            // SAFETY: the handle is open, and the place for the statement is ours.
            check(unsafe { sqlite3_prepare_v2(self.handle, from, -1, to, ptr::null_mut()) })?;
            // SAFETY: the statement is ours until it is finalized.
            let code = unsafe { sqlite3_step(statement) };
            // SAFETY: as above. If there is no row, SQLite returns 0.
            let number = unsafe { sqlite3_column_int64(statement, 0) };
            // SAFETY: as above, and this is its last use.
            unsafe { sqlite3_finalize(statement) };
            if code == SQLITE_ROW { Ok(number) } else { Err(Error { code }) }
        })?
    }

    /// Runs `call` unless a statement is running.
    ///
    /// A hook "must not do anything that will modify the database connection", and even a `SELECT` modifies it.
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

/// A result code of SQLite other than `SQLITE_OK`.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Error {
    /// `SQLITE_BUSY` and the like.
    pub code: c_int,
}

/// Returns an error unless `code` is `SQLITE_OK`.
pub(crate) fn check(code: c_int) -> Result<(), Error> {
    if code == SQLITE_OK { Ok(()) } else { Err(Error { code }) }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // SAFETY: it takes any code.
        let words = unsafe { sqlite3_errstr(self.code) };
        // SAFETY: SQLite returns a string that is constant.
        let words = unsafe { CStr::from_ptr(words) };
        write!(f, "{} (code {})", words.to_string_lossy(), self.code)
    }
}

impl std::error::Error for Error {}
