//! A file system for SQLite: the file system and its files are two traits.

mod disk;
mod files;
mod locks;

use std::ffi::{CStr, c_char, c_int, c_void};
use std::mem::MaybeUninit;

use callback_runtime::callback;
use libsqlite3_sys::{SQLITE_IOERR, SQLITE_NOTFOUND, SQLITE_OK, sqlite3_file, sqlite3_vfs};

pub(crate) use self::disk::show;
use self::files::{no_file, open, put, user_of};
use crate::db::Error;

/// A file system. SQLite calls it on the thread that opens a database with it.
#[callback(
    extern "C", base = sqlite3_vfs, ok = SQLITE_OK, err = |error| error.code,
    fallback = SQLITE_IOERR,
)]
pub(crate) trait Vfs<F: File + 'static> {
    #[callback(
        fn(
            base: *mut sqlite3_vfs, *const c_char, _file: *mut sqlite3_file, _: c_int,
            _: *mut c_int,
        ) -> c_int,
        // SAFETY: SQLite passes room for a file.
        ok = |file| unsafe { open(file, _file) },
        // SAFETY: as above.
        err = |error| unsafe { no_file(_file, error.code) },
        // SAFETY: as above.
        fallback = unsafe { no_file(_file, SQLITE_IOERR) },
    )]
    fn open(&self, name: Option<&CStr>) -> Result<F, Error>;

    #[callback(fn(base: *mut sqlite3_vfs, *const c_char, _: c_int) -> c_int)]
    fn delete(&self, name: &CStr) -> Result<(), Error>;

    #[callback(
        fn(base: *mut sqlite3_vfs, *const c_char, _: c_int, _out: *mut c_int) -> c_int,
        // SAFETY: SQLite passes a place for the result.
        ok = |exists| unsafe { put(_out, exists.into()) },
    )]
    fn access(&self, name: &CStr) -> Result<bool, Error>;

    #[callback(fn(base: *mut sqlite3_vfs, *const c_char, (c_int, *mut c_char)) -> c_int)]
    fn full_pathname(&self, name: &CStr, full: &mut [MaybeUninit<u8>]) -> Result<(), Error>;

    /// Returns the number of bytes that it has written.
    #[callback(fn(base: *mut sqlite3_vfs, (c_int, *mut c_char)) -> c_int, fallback = 0)]
    fn randomness(&self, bytes: &mut [MaybeUninit<u8>]) -> c_int;

    /// Returns how long it has slept, in microseconds.
    #[callback(fn(base: *mut sqlite3_vfs, c_int) -> c_int, fallback = 0)]
    fn sleep(&self, microseconds: c_int) -> c_int;

    /// Returns the Julian day.
    #[callback(
        fn(base: *mut sqlite3_vfs, _out: *mut f64) -> c_int,
        // SAFETY: SQLite passes a place for the result.
        ok = |day| unsafe { put(_out, day) },
    )]
    fn current_time(&self) -> Result<f64, Error>;
}

/// A file. SQLite has the memory for its `sqlite3_file`, which says where the handler is.
#[callback(
    extern "C", ok = SQLITE_OK, err = |error| error.code, fallback = SQLITE_IOERR,
    // SAFETY: SQLite passes a file that `open` has opened.
    context = unsafe { user_of(_file) },
)]
pub(crate) trait File {
    #[callback(fn(_file: *mut sqlite3_file) -> c_int)]
    fn close(self) -> Result<(), Error>;

    #[callback(fn(_file: *mut sqlite3_file, (*mut c_void, c_int), i64) -> c_int)]
    fn read(&mut self, bytes: &mut [MaybeUninit<u8>], from: i64) -> Result<(), Error>;

    #[callback(fn(_file: *mut sqlite3_file, (*const c_void, c_int), i64) -> c_int)]
    fn write(&mut self, bytes: &[u8], to: i64) -> Result<(), Error>;

    #[callback(fn(_file: *mut sqlite3_file, i64) -> c_int)]
    fn truncate(&mut self, size: i64) -> Result<(), Error>;

    #[callback(fn(_file: *mut sqlite3_file, _: c_int) -> c_int)]
    fn sync(&mut self) -> Result<(), Error>;

    #[callback(
        fn(_file: *mut sqlite3_file, _out: *mut i64) -> c_int,
        // SAFETY: SQLite passes a place for the result.
        ok = |size| unsafe { put(_out, size) },
    )]
    fn size(&self) -> Result<i64, Error>;

    #[callback(fn(_file: *mut sqlite3_file, c_int) -> c_int)]
    fn lock(&mut self, level: c_int) -> Result<(), Error>;

    #[callback(fn(_file: *mut sqlite3_file, c_int) -> c_int)]
    fn unlock(&mut self, level: c_int) -> Result<(), Error>;

    #[callback(
        fn(_file: *mut sqlite3_file, _out: *mut c_int) -> c_int,
        // SAFETY: SQLite passes a place for the result.
        ok = |reserved| unsafe { put(_out, reserved.into()) },
    )]
    fn is_reserved(&self) -> Result<bool, Error>;

    #[callback(fn(_file: *mut sqlite3_file, c_int, _: *mut c_void) -> c_int)]
    fn control(&mut self, _operation: c_int) -> c_int {
        SQLITE_NOTFOUND
    }

    /// Returns the number of bytes that are written at once, or 0.
    #[callback(fn(_file: *mut sqlite3_file) -> c_int, fallback = 0)]
    fn sector_size(&self) -> c_int {
        0
    }

    #[callback(fn(_file: *mut sqlite3_file) -> c_int, fallback = 0)]
    fn characteristics(&self) -> c_int {
        0
    }
}
