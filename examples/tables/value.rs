//! SQLite's values as Rust types, and texts for SQLite. There is no callback in this file.

use std::ffi::{c_char, c_int};
use std::ptr;
use std::slice;

use callback_runtime::FromC;
use libsqlite3_sys::{
    SQLITE_FLOAT, SQLITE_INTEGER, SQLITE_NULL, SQLITE_OK, SQLITE_TRANSIENT, SQLITE_UTF8,
    sqlite3_context, sqlite3_malloc64, sqlite3_result_double, sqlite3_result_int64,
    sqlite3_result_null, sqlite3_result_text64, sqlite3_value, sqlite3_value_bytes,
    sqlite3_value_double, sqlite3_value_int64, sqlite3_value_text, sqlite3_value_type,
};

/// A value. Blobs are treated as texts.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Value {
    Null,
    Integer(i64),
    Real(f64),
    Text(String),
}

impl Value {
    /// Sets this value as the result of a function or a column. Returns `SQLITE_OK`.
    ///
    /// # Safety
    ///
    /// - `result` belongs to a running call of the function or of `xColumn`.
    pub(crate) unsafe fn give(self, result: *mut sqlite3_context) -> c_int {
        match self {
            // SAFETY: the caller's promise.
            Self::Null => unsafe { sqlite3_result_null(result) },
            // SAFETY: as above.
            Self::Integer(value) => unsafe { sqlite3_result_int64(result, value) },
            // SAFETY: as above.
            Self::Real(value) => unsafe { sqlite3_result_double(result, value) },
            Self::Text(text) => {
                let (from, length) = (text.as_ptr().cast(), text.len() as u64);
                let encoding = u8::try_from(SQLITE_UTF8).expect("a small number");
                let copied = SQLITE_TRANSIENT();
                // SAFETY: as above, and SQLite copies the text.
                unsafe { sqlite3_result_text64(result, from, length, copied, encoding) }
            }
        }
        SQLITE_OK
    }

    /// Returns the value if it is an integer, or 0.
    pub(crate) fn integer(&self) -> i64 {
        if let Self::Integer(value) = self { *value } else { 0 }
    }
}

/// The values that SQLite passes to a function.
#[derive(Clone, Copy)]
pub(crate) struct Values<'a>(&'a [*mut sqlite3_value]);

impl FromC<(c_int, *mut *mut sqlite3_value)> for Values<'_> {
    unsafe fn from_c(raw: (c_int, *mut *mut sqlite3_value)) -> Option<Self> {
        // SAFETY: SQLite passes an array of that length, which lives until the call returns.
        unsafe { FromC::from_c(raw) }.map(Self)
    }
}

impl<'a> Values<'a> {
    pub(crate) fn len(self) -> usize {
        self.0.len()
    }

    /// Returns the values after the first `count`.
    pub(crate) fn after(self, count: usize) -> Values<'a> {
        Values(&self.0[count..])
    }

    /// Returns a value.
    pub(crate) fn get(self, at: usize) -> Value {
        let value = self.0[at];
        // SAFETY: the value is SQLite's, and lives during the call.
        match unsafe { sqlite3_value_type(value) } {
            SQLITE_NULL => Value::Null,
            // SAFETY: as above.
            SQLITE_INTEGER => Value::Integer(unsafe { sqlite3_value_int64(value) }),
            // SAFETY: as above.
            SQLITE_FLOAT => Value::Real(unsafe { sqlite3_value_double(value) }),
            _ => {
                // SAFETY: as above.
                let text = unsafe { sqlite3_value_text(value) };
                // SAFETY: as above.
                let length = unsafe { sqlite3_value_bytes(value) };
                if text.is_null() {
                    return Value::Null; // no memory
                }
                let length = usize::try_from(length).expect("a length");
                // SAFETY: the text has that many bytes, and is copied before the value changes.
                let text = unsafe { slice::from_raw_parts(text, length) };
                Value::Text(String::from_utf8_lossy(text).into_owned())
            }
        }
    }
}

/// Copies a text into memory that SQLite frees. Returns null if there is none.
pub(crate) fn text(text: &str) -> *mut c_char {
    // SAFETY: it may be called at any time.
    let memory = unsafe { sqlite3_malloc64(text.len() as u64 + 1) }.cast::<u8>();
    if !memory.is_null() {
        // SAFETY: there is room for the text and the NUL.
        unsafe { ptr::copy_nonoverlapping(text.as_ptr(), memory, text.len()) };
        // SAFETY: as above.
        let end = unsafe { memory.add(text.len()) };
        // SAFETY: as above.
        unsafe { end.write(0) };
    }
    memory.cast()
}
