//! A connection, and SQLite's errors as a type. There is no callback in this file.

use std::ffi::{CStr, c_int};
use std::fmt;
use std::ptr;

use libsqlite3_sys::{
    SQLITE_DONE, SQLITE_ERROR, SQLITE_OK, SQLITE_OPEN_CREATE, SQLITE_OPEN_READWRITE, SQLITE_ROW,
    sqlite3, sqlite3_close, sqlite3_column_count, sqlite3_column_text, sqlite3_errcode,
    sqlite3_errmsg, sqlite3_errstr, sqlite3_finalize, sqlite3_open_v2, sqlite3_prepare_v2,
    sqlite3_step, sqlite3_stmt,
};

/// A database.
///
/// The pointer makes it neither `Send` nor `Sync`, so handlers need not be `Send` either.
pub(crate) struct Db {
    handle: *mut sqlite3,
}

impl Db {
    /// Opens an empty database in memory.
    pub(crate) fn open() -> Result<Self, Error> {
        Self::open_file(c":memory:", None)
    }

    /// Opens a file of the file system with the name `vfs`.
    pub(crate) fn open_file(name: &CStr, vfs: Option<&CStr>) -> Result<Self, Error> {
        let mut handle = ptr::null_mut();
        let flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE;
        let vfs = vfs.map_or(ptr::null(), CStr::as_ptr);
        // SAFETY: the names are strings or null, and the place for the handle is ours.
        let code = unsafe { sqlite3_open_v2(name.as_ptr(), &raw mut handle, flags, vfs) };
        // SQLite gives a handle even if it fails, and requires that it is closed.
        let db = Self { handle };
        db.check(code)?;
        Ok(db)
    }

    /// Returns SQLite's handle, which is open as long as `self` lives.
    pub(crate) fn handle(&self) -> *mut sqlite3 {
        self.handle
    }

    /// Runs a statement. Returns its rows, each as one line.
    pub(crate) fn rows(&self, sql: &CStr) -> Result<Vec<String>, Error> {
        let mut statement = ptr::null_mut();
        let (from, to) = (sql.as_ptr(), &raw mut statement);
        // SAFETY: the handle is open, and the place for the statement is ours.
        let code = unsafe { sqlite3_prepare_v2(self.handle, from, -1, to, ptr::null_mut()) };
        self.check(code)?;
        let statement = Statement(statement);
        let mut rows = Vec::new();
        loop {
            // SAFETY: the statement is ours until it is dropped.
            match unsafe { sqlite3_step(statement.0) } {
                SQLITE_ROW => rows.push(statement.row()),
                SQLITE_DONE => return Ok(rows),
                code => return self.check(code).map(|()| rows),
            }
        }
    }

    /// Prints a statement, and its rows or its error. Returns them.
    pub(crate) fn show(&self, sql: &CStr) -> Result<Vec<String>, Error> {
        println!("  {}", sql.to_string_lossy());
        let rows = self.rows(sql);
        match &rows {
            Ok(rows) => rows.iter().for_each(|row| println!("    {row}")),
            Err(error) => println!("    {error}"),
        }
        rows
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

/// A statement, which is finalized when this is dropped.
struct Statement(*mut sqlite3_stmt);

impl Statement {
    fn row(&self) -> String {
        // SAFETY: the statement is ours.
        let columns = unsafe { sqlite3_column_count(self.0) };
        let texts = (0..columns).map(|column| {
            // SAFETY: the statement has such a column.
            let text = unsafe { sqlite3_column_text(self.0, column) };
            if text.is_null() {
                return "-".to_owned();
            }
            // SAFETY: a string, which lives until the next step.
            unsafe { CStr::from_ptr(text.cast()) }.to_string_lossy().into_owned()
        });
        texts.collect::<Vec<_>>().join("  ")
    }
}

impl Drop for Statement {
    fn drop(&mut self) {
        // SAFETY: the statement is ours, and not used after this.
        unsafe { sqlite3_finalize(self.0) };
    }
}

/// An error of SQLite, or for SQLite.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Error {
    /// `SQLITE_CONSTRAINT` and the like.
    pub code: c_int,
    pub message: String,
}

impl Error {
    /// Creates a `SQLITE_ERROR`.
    pub(crate) fn new(message: impl Into<String>) -> Self {
        Self { code: SQLITE_ERROR, message: message.into() }
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} (code {})", self.message, self.code)
    }
}

impl std::error::Error for Error {}
