//! A connection, and SQLite's error codes as a type. There is no callback in this file.

use std::ffi::{CStr, c_int};
use std::fmt;
use std::ptr;

use libsqlite3_sys::{
    SQLITE_OK, sqlite3, sqlite3_close, sqlite3_errcode, sqlite3_errmsg, sqlite3_errstr,
    sqlite3_exec, sqlite3_open,
};

/// An in-memory database.
///
/// The pointer makes it neither `Send` nor `Sync`, so closures need not be `Send` either.
pub(crate) struct Db {
    handle: *mut sqlite3,
}

impl Db {
    /// Opens an empty database.
    pub(crate) fn open() -> Result<Self, Error> {
        let mut handle = ptr::null_mut();
        // SAFETY: the name is a string, and the place for the handle is ours.
        let code = unsafe { sqlite3_open(c":memory:".as_ptr(), &raw mut handle) };
        // SQLite gives a handle even if it fails, and requires that it is closed.
        let db = Self { handle };
        db.check(code)?;
        Ok(db)
    }

    /// Returns SQLite's handle, which is open as long as `self` lives.
    pub(crate) fn handle(&self) -> *mut sqlite3 {
        self.handle
    }

    /// Runs statements and ignores their rows.
    pub(crate) fn run(&self, sql: &CStr) -> Result<(), Error> {
        // SAFETY: the handle is open. `None` means that there is no callback.
        let code = unsafe {
            sqlite3_exec(self.handle, sql.as_ptr(), None, ptr::null_mut(), ptr::null_mut())
        };
        self.check(code)
    }

    /// Returns an error with SQLite's message, unless `code` is `SQLITE_OK`.
    pub(crate) fn check(&self, code: c_int) -> Result<(), Error> {
        if code == SQLITE_OK {
            return Ok(());
        }
        // SAFETY: the handle is open.
        let message = if code == unsafe { sqlite3_errcode(self.handle) } {
            // SAFETY: as above.
            unsafe { sqlite3_errmsg(self.handle) }
        } else {
            // SAFETY: it takes any code.
            unsafe { sqlite3_errstr(code) }
        };
        // SAFETY: SQLite returns a string, which is copied before the next call.
        let message = unsafe { CStr::from_ptr(message) };
        Err(Error { code, message: message.to_string_lossy().into_owned() })
    }
}

impl Drop for Db {
    fn drop(&mut self) {
        // SAFETY: the handle is open, and not used after this.
        let code = unsafe { sqlite3_close(self.handle) };
        assert_eq!(code, SQLITE_OK, "no statement is left over");
    }
}

/// An error of SQLite.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Error {
    /// `SQLITE_BUSY` and the like.
    pub code: c_int,
    /// `sqlite3_errmsg`
    pub message: String,
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} (code {})", self.message, self.code)
    }
}

impl std::error::Error for Error {}
