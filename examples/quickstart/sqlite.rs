//! The functions of SQLite that this program calls, with closures in place of function pointers and user data.

use std::ffi::{CStr, c_char, c_int, c_void};
use std::fmt;
use std::ptr::null_mut;

use callback_runtime::{IntoC, RawContext, RawDestroy, RawFn, Status, import};
use libsqlite3_sys::{
    SQLITE_OK, SQLITE_TRANSIENT, sqlite3, sqlite3_callback, sqlite3_context,
    sqlite3_destructor_type, sqlite3_value,
};

use crate::authorizer::Authorizer;
use crate::collation::Collation;
use crate::db::Db;
use crate::function::ScalarFunction;
use crate::progress::Progress;
use crate::rows::EachRow;

// The block promises that a `safe fn` is sound for all arguments of these types: SQLite keeps none of the pointers,
// and calls a closure that it keeps only on the thread that uses the connection. That is the thread of the closure,
// since `Db` is neither `Send` nor `Sync`. Each of the other functions documents its conditions.
#[import(from = libsqlite3_sys)]
unsafe extern "C" {
    /// Opens a database. SQLite writes a handle even if it fails, so `handle` is not an `#[out]`.
    pub(crate) safe fn sqlite3_open(name: &CStr, handle: &mut *mut sqlite3) -> Result<(), Code>;

    /// # Safety
    ///
    /// - The handle is open, and not used after this.
    pub(crate) fn sqlite3_close(db: *mut sqlite3) -> Result<(), Code>;

    pub(crate) safe fn sqlite3_errcode(#[c(*mut sqlite3)] db: &Db) -> c_int;
    pub(crate) safe fn sqlite3_errmsg(#[c(*mut sqlite3)] db: &Db) -> *const c_char;
    pub(crate) safe fn sqlite3_errstr(code: c_int) -> *const c_char;

    /// Calls `each` for each row, until it breaks.
    pub(crate) safe fn sqlite3_exec<B>(
        #[c(*mut sqlite3)] db: &Db,
        sql: &CStr,
        #[scope] each: EachRow<B>,
        context: *mut c_void,
        #[c(*mut *mut c_char = null_mut())] _: (),
    ) -> Result<(), Code>;

    /// Runs statements, and ignores their rows.
    #[link_name = "sqlite3_exec"]
    pub(crate) safe fn run(
        #[c(*mut sqlite3)] db: &Db,
        sql: &CStr,
        #[c(sqlite3_callback = None)] _: (),
        #[c(*mut c_void = null_mut())] _: (),
        #[c(*mut *mut c_char = null_mut())] _: (),
    ) -> Result<(), Code>;

    /// Defines a SQL function. It may call SQLite for this connection.
    pub(crate) safe fn sqlite3_create_function_v2(
        #[c(*mut sqlite3)] db: &Db,
        name: &CStr,
        arguments: c_int,
        encoding: c_int,
        context: *mut c_void,
        #[notified] function: ScalarFunction,
        #[c(Option<RawFn<ScalarFunction>> = None)] _: (),
        #[c(Option<unsafe extern "C" fn(*mut sqlite3_context)> = None)] _: (),
        destroy: RawDestroy<ScalarFunction>,
    ) -> Result<(), Code>;

    /// Returns the first argument of a SQL function.
    ///
    /// # Safety
    ///
    /// - SQLite passed the value to the call that is running.
    pub(crate) fn sqlite3_value_int64(value: *mut sqlite3_value) -> i64;

    /// Sets the result of a SQL function. SQLite copies the text.
    ///
    /// # Safety
    ///
    /// - `cx` belongs to the call that is running.
    pub(crate) fn sqlite3_result_text(
        cx: *mut sqlite3_context,
        #[c(*const c_char, c_int)] text: &str,
        #[c(sqlite3_destructor_type = SQLITE_TRANSIENT())] _: (),
    );

    /// Defines a collation.
    ///
    /// # Safety
    ///
    /// - Neither `compare` nor the destructor of what it captures uses the connection.
    pub(crate) fn sqlite3_create_collation_v2(
        #[c(*mut sqlite3)] db: &Db,
        name: &CStr,
        encoding: c_int,
        context: *mut c_void,
        #[notified] compare: Collation,
        destroy: RawDestroy<Collation>,
    ) -> Result<(), Code>;

    /// Asks `authorizer` what statements may do, until the registration ends.
    ///
    /// # Safety
    ///
    /// - `authorizer` does not use the connection.
    pub(crate) fn sqlite3_set_authorizer(
        #[c(*mut sqlite3)] db: &Db,
        #[register(unset = remove_authorizer(db))] authorizer: Authorizer,
        context: *mut c_void,
    ) -> Result<(), Code>;

    /// Sets a function and its user data, which came from `scope`.
    ///
    /// # Safety
    ///
    /// - It is removed before `scope` ends, and its closure does not use the connection.
    #[link_name = "sqlite3_set_authorizer"]
    pub(crate) fn set_authorizer(
        #[c(*mut sqlite3)] db: &Db,
        authorizer: Option<RawFn<Authorizer>>,
        context: RawContext<Authorizer>,
    ) -> Result<(), Code>;

    #[link_name = "sqlite3_set_authorizer"]
    pub(crate) safe fn remove_authorizer(
        #[c(*mut sqlite3)] db: &Db,
        #[c(Option<RawFn<Authorizer>> = None)] _: (),
        #[c(*mut c_void = null_mut())] _: (),
    ) -> Result<(), Code>;

    /// Sets a function and its user data, which came from `scope`.
    ///
    /// # Safety
    ///
    /// - It is removed before `scope` ends, and its closure does not use the connection.
    #[link_name = "sqlite3_progress_handler"]
    pub(crate) fn set_progress_handler(
        #[c(*mut sqlite3)] db: &Db,
        instructions: c_int,
        progress: Option<RawFn<Progress<()>>>,
        context: RawContext<Progress<()>>,
    );

    #[link_name = "sqlite3_progress_handler"]
    pub(crate) safe fn remove_progress_handler(
        #[c(*mut sqlite3)] db: &Db,
        #[c(c_int = 0)] _: (),
        #[c(Option<RawFn<Progress<()>>> = None)] _: (),
        #[c(*mut c_void = null_mut())] _: (),
    );
}

impl IntoC<*mut sqlite3> for &Db {
    fn into_c(self) -> *mut sqlite3 {
        self.handle()
    }
}

/// A result of an SQLite function other than `SQLITE_OK`. The connection has a message for it: see `Db::check`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Code(pub c_int);

impl Status for Code {
    type C = c_int;

    fn check(raw: c_int) -> Result<(), Self> {
        if raw == SQLITE_OK { Ok(()) } else { Err(Self(raw)) }
    }
}

impl fmt::Display for Code {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "code {}", self.0)
    }
}
