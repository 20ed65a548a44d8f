//! A connection, and SQLite's error codes as a type. There is no callback in this file.

use std::ffi::{CStr, c_int};
use std::fmt;
use std::ptr;

use libsqlite3_sys::sqlite3;

use crate::sqlite::{
    Code, run, sqlite3_close, sqlite3_errcode, sqlite3_errmsg, sqlite3_errstr, sqlite3_open,
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
        let opened = sqlite3_open(c":memory:", &mut handle);
        // SQLite gives a handle even if it fails, and requires that it is closed.
        let db = Self { handle };
        db.check(opened)?;
        Ok(db)
    }

    /// Returns SQLite's handle, which is open as long as `self` lives.
    pub(crate) fn handle(&self) -> *mut sqlite3 {
        self.handle
    }

    /// Runs statements and ignores their rows.
    pub(crate) fn run(&self, sql: &CStr) -> Result<(), Error> {
        self.check(run(self, sql))
    }

    /// Adds SQLite's message to an error.
    pub(crate) fn check<T>(&self, result: Result<T, Code>) -> Result<T, Error> {
        result.map_err(|Code(code)| {
            let is_last = code == sqlite3_errcode(self);
            let message = if is_last { sqlite3_errmsg(self) } else { sqlite3_errstr(code) };
            // SAFETY: SQLite returns a string, which is copied before the next call.
            let message = unsafe { CStr::from_ptr(message) };
            Error { code, message: message.to_string_lossy().into_owned() }
        })
    }
}

impl Drop for Db {
    fn drop(&mut self) {
        // SAFETY: the handle is open, and not used after this.
        let closed = unsafe { sqlite3_close(self.handle) };
        assert_eq!(closed, Ok(()), "no statement is left over");
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
