//! The locks of a file, which allow one connection to write or several to read.

use std::ffi::c_int;

use libsqlite3_sys::{
    SQLITE_BUSY, SQLITE_LOCK_EXCLUSIVE, SQLITE_LOCK_NONE, SQLITE_LOCK_RESERVED, SQLITE_LOCK_SHARED,
};

use crate::db::Error;

/// The locks that connections have on a file.
#[derive(Debug, Default)]
pub(super) struct Locks {
    readers: usize,
    is_reserved: bool,
    is_exclusive: bool,
}

impl Locks {
    /// Raises the lock of a connection, which holds `held`.
    pub(super) fn raise(&mut self, held: &mut c_int, level: c_int) -> Result<(), Error> {
        let is_busy = match level {
            SQLITE_LOCK_SHARED => self.is_exclusive,
            SQLITE_LOCK_RESERVED => self.is_reserved,
            _ => self.readers > 1 || self.is_reserved && *held < SQLITE_LOCK_RESERVED,
        };
        if is_busy {
            return Err(Error { code: SQLITE_BUSY, message: String::new() });
        }
        self.readers += usize::from(*held == SQLITE_LOCK_NONE);
        self.is_reserved |= level >= SQLITE_LOCK_RESERVED;
        self.is_exclusive |= level == SQLITE_LOCK_EXCLUSIVE;
        *held = level;
        Ok(())
    }

    /// Lowers it to `SQLITE_LOCK_SHARED` or `SQLITE_LOCK_NONE`.
    pub(super) fn lower(&mut self, held: &mut c_int, level: c_int) {
        if *held >= SQLITE_LOCK_RESERVED {
            self.is_reserved = false;
            self.is_exclusive = false;
        }
        self.readers -= usize::from(*held > SQLITE_LOCK_NONE && level == SQLITE_LOCK_NONE);
        *held = level;
    }

    pub(super) fn is_reserved(&self) -> bool {
        self.is_reserved
    }
}
