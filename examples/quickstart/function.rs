//! A SQL function: SQLite keeps the closure until it runs a destroy function.

use std::convert::Infallible;
use std::ffi::{CStr, c_int};
use std::ops::ControlFlow::Continue;
use std::rc::{Rc, Weak};
use std::sync::atomic::{AtomicUsize, Ordering};

use callback_runtime::callback;
use libsqlite3_sys::{SQLITE_BUSY, SQLITE_UTF8, sqlite3_context, sqlite3_user_data, sqlite3_value};

use crate::db::{Db, Error};
use crate::rows;
use crate::sqlite::{
    sqlite3_create_function_v2, sqlite3_exec, sqlite3_result_text, sqlite3_value_int64,
};

// void (*xFunc)(sqlite3_context *cx, int argc, sqlite3_value **argv);
//
// No parameter is the user data: SQLite has a function that returns it. C expects no value, so
// there is no `fallback`. A call that sets no result, because the closure panicked, is `NULL` in SQL.
#[callback(
    extern "C" fn(cx: *mut sqlite3_context, c_int, *mut *mut sqlite3_value),
    // SAFETY: `cx` belongs to a running call.
    context = unsafe { sqlite3_user_data(cx) },
    matches = Option<unsafe extern "C" fn(*mut sqlite3_context, c_int, *mut *mut sqlite3_value)>,
)]
pub(crate) type ScalarFunction = dyn FnMut(*mut sqlite3_context, &[*mut sqlite3_value]);

/// Defines `function` as the SQL function `name` of one integer.
pub(crate) fn define(
    db: &Db,
    name: &CStr,
    mut function: impl FnMut(i64) -> String + 'static,
) -> Result<(), Error> {
    db.check(sqlite3_create_function_v2(db, name, 1, SQLITE_UTF8, move |cx, arguments| {
        // SAFETY: the value comes from SQLite.
        let result = function(unsafe { sqlite3_value_int64(arguments[0]) });
        // SAFETY: `cx` belongs to this call.
        unsafe { sqlite3_result_text(cx, &result) };
    }))
}

/// The numbers of closures that were created and dropped so far.
static MADE: AtomicUsize = AtomicUsize::new(0);
static DROPPED: AtomicUsize = AtomicUsize::new(0);

/// A captured value that prints a line when it is dropped.
pub(crate) struct End(&'static str);

impl End {
    /// Creates a value that prints `name`.
    pub(crate) fn new(name: &'static str) -> Self {
        MADE.fetch_add(1, Ordering::Relaxed);
        Self(name)
    }
}

impl Drop for End {
    fn drop(&mut self) {
        DROPPED.fetch_add(1, Ordering::Relaxed);
        println!("  (dropped: {})", self.0);
    }
}

/// Returns how many captured values were dropped.
pub(crate) fn dropped() -> usize {
    DROPPED.load(Ordering::Relaxed)
}

/// Asserts that each closure was dropped once.
pub(crate) fn assert_all_dropped() {
    assert_eq!(dropped(), MADE.load(Ordering::Relaxed));
}

/// Defines a function, uses it, redefines it, and is refused once.
pub(crate) fn show(db: &Rc<Db>) -> Result<(), Error> {
    let end = End::new("duration() in days");
    define(db, c"duration", move |minutes| {
        let _ = &end;
        let (days, hours) = (minutes / 1440, minutes % 1440 / 60);
        format!("{days} d {hours} h")
    })?;
    rows::print(db, c"SELECT name, duration(minutes) FROM flight WHERE year = 1969")?;

    println!("\n  the same name again, now with a closure that counts its calls:");
    let end = End::new("duration() in hours");
    let mut calls = 0;
    define(db, c"duration", move |minutes| {
        let _ = &end;
        calls += 1;
        format!("{} h, call {calls}", minutes / 60)
    })?;
    assert_eq!(dropped(), 1, "SQLite has destroyed the first one");
    rows::print(db, c"SELECT name, duration(minutes) FROM flight WHERE year = 1968")?;

    show_redefinition_from_inside(db)
}

/// A function that replaces itself while it is running.
fn show_redefinition_from_inside(db: &Rc<Db>) -> Result<(), Error> {
    println!("\n  a function that redefines itself while it is running:");
    // A strong reference would keep the connection open, which in turn keeps this closure.
    let inside: Weak<Db> = Rc::downgrade(db);
    let end = End::new("moult(), closed together with its connection");
    define(db, c"moult", move |_| {
        let _ = &end;
        let db = inside.upgrade().expect("it is running a query");
        let end = End::new("moult() as it would like to be");
        let refused = define(&db, c"moult", move |_| {
            let _ = &end;
            unreachable!("SQLite refused it")
        });
        // SQLite still has this closure, and its captures are alive.
        let refused = refused.expect_err("a statement is running");
        assert_eq!(refused.code, SQLITE_BUSY);
        refused.to_string()
    })?;
    let before = dropped();
    let Continue(()) = db.check(sqlite3_exec::<Infallible, _>(db, c"SELECT moult(0)", |row| {
        println!("  {}", row.text(0).unwrap_or_default());
        Continue(())
    }))?;
    assert_eq!(dropped(), before + 1, "SQLite ran `destroy` on what it refused, once");
    Ok(())
}
