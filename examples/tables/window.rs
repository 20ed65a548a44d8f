//! A window function: SQLite's five functions are the methods of one handler.

use std::cell::Cell;
use std::collections::HashMap;
use std::ffi::{CStr, c_int, c_void};
use std::rc::Rc;

use callback_runtime::{FromC, callback};
use libsqlite3_sys::{
    SQLITE_MISUSE, SQLITE_UTF8, sqlite3_aggregate_context, sqlite3_context,
    sqlite3_create_window_function, sqlite3_result_error, sqlite3_user_data, sqlite3_value,
};

use crate::db::{Db, Error};
use crate::value::{Value, Values};

/// A function over a group of rows, or over a window that moves.
///
/// SQLite has a function that returns the user data, except for the destroy function, which gets it.
#[callback(
    extern "C",
    // SAFETY: `cx` belongs to a running call.
    context = unsafe { sqlite3_user_data(cx) },
)]
pub(crate) trait Window {
    /// Adds a row.
    #[callback(
        fn(cx: *mut sqlite3_context, (c_int, *mut *mut sqlite3_value)),
        // SAFETY: as above.
        err = |error| unsafe { fail(cx, error) },
    )]
    fn step(&mut self, group: Group, values: Values<'_>) -> Result<(), Error>;

    /// Removes a row.
    #[callback(
        fn(cx: *mut sqlite3_context, (c_int, *mut *mut sqlite3_value)),
        // SAFETY: as above.
        err = |error| unsafe { fail(cx, error) },
    )]
    fn inverse(&mut self, group: Group, values: Values<'_>) -> Result<(), Error>;

    /// Returns the value for the current rows.
    #[callback(
        fn(cx: *mut sqlite3_context),
        // SAFETY: as above.
        ok = |value| { unsafe { value.give(cx) }; },
        // SAFETY: as above.
        err = |error| unsafe { fail(cx, error) },
    )]
    fn value(&mut self, group: Group) -> Result<Value, Error>;

    /// Returns the value, and drops the group.
    #[callback(
        fn(cx: *mut sqlite3_context),
        // SAFETY: as above.
        ok = |value| { unsafe { value.give(cx) }; },
        // SAFETY: as above.
        err = |error| unsafe { fail(cx, error) },
    )]
    fn finish(&mut self, group: Group) -> Result<Value, Error>;

    /// Ends the function.
    #[callback(fn(context: *mut c_void))]
    fn destroy(self);
}

/// The group or window that a call works on.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) struct Group(usize);

impl FromC<*mut sqlite3_context> for Group {
    unsafe fn from_c(cx: *mut sqlite3_context) -> Option<Self> {
        // SAFETY: SQLite passes the context of a call. It keeps one byte for each group, whose address differs from
        // those of the others.
        let place = unsafe { sqlite3_aggregate_context(cx, 1) };
        (!place.is_null()).then_some(Self(place.addr()))
    }
}

/// Sets the error as the result of the function.
///
/// # Safety
///
/// - `cx` belongs to a running call.
unsafe fn fail(cx: *mut sqlite3_context, error: &Error) {
    let length = c_int::try_from(error.message.len()).unwrap_or(c_int::MAX);
    // SAFETY: the caller's promise, and SQLite copies the text.
    unsafe { sqlite3_result_error(cx, error.message.as_ptr().cast(), length) };
}

/// Defines a function of `arguments` arguments.
fn define<W: Window + 'static>(
    db: &Db,
    name: &CStr,
    arguments: c_int,
    window: W,
) -> Result<(), Error> {
    W::new(window).notified(|functions, user| {
        // SAFETY: SQLite calls until it runs `destroy`, both on the thread that uses the connection. That is
        // this thread, because `Db` is not `Send`.
        let code = unsafe {
            sqlite3_create_window_function(
                db.handle(),
                name.as_ptr(),
                arguments,
                SQLITE_UTF8,
                user,
                Some(functions.step),
                Some(functions.finish),
                Some(functions.value),
                Some(functions.inverse),
                Some(functions.destroy),
            )
        };
        db.check(code)
    })
}

/// The median of integers.
#[derive(Default)]
struct Median {
    groups: HashMap<Group, Vec<i64>>,
    steps: usize,
    ends: Rc<Cell<usize>>,
}

impl Median {
    fn integer(values: Values<'_>) -> Result<i64, Error> {
        match values.get(0) {
            Value::Integer(value) => Ok(value),
            other => Err(Error::new(format!("the median of integers, and not of {other:?}"))),
        }
    }
}

impl Window for Median {
    fn step(&mut self, group: Group, values: Values<'_>) -> Result<(), Error> {
        self.steps += 1;
        let group = self.groups.entry(group).or_default();
        let value = Self::integer(values)?;
        group.insert(group.partition_point(|each| *each < value), value);
        Ok(())
    }

    fn inverse(&mut self, group: Group, values: Values<'_>) -> Result<(), Error> {
        let value = Self::integer(values)?;
        let group = self.groups.entry(group).or_default();
        if let Ok(at) = group.binary_search(&value) {
            group.remove(at);
        }
        Ok(())
    }

    fn value(&mut self, group: Group) -> Result<Value, Error> {
        let sorted = self.groups.entry(group).or_default();
        Ok(sorted.get(sorted.len() / 2).map_or(Value::Null, |median| Value::Integer(*median)))
    }

    fn finish(&mut self, group: Group) -> Result<Value, Error> {
        let value = self.value(group);
        self.groups.remove(&group);
        value
    }

    fn destroy(self) {
        println!(
            "    (the function ends after {} steps, with {} groups)",
            self.steps,
            self.groups.len()
        );
        assert!(self.groups.is_empty(), "SQLite finishes each group");
        self.ends.set(self.ends.get() + 1);
    }
}

/// Computes medians of groups and of windows.
pub(crate) fn show(db: &Db) -> Result<(), Error> {
    let ends = Rc::new(Cell::new(0));
    let median = || Median { ends: Rc::clone(&ends), ..Median::default() };
    define(db, c"median", 1, median())?;
    db.show(c"CREATE TABLE t AS SELECT value, value % 2 AS odd FROM numbers(1, 6)")?;
    let groups = db.show(c"SELECT odd, median(value) FROM t GROUP BY odd")?;
    assert_eq!(groups, ["0  4", "1  3"]);
    let windows =
        db.show(c"SELECT value, median(value) OVER (ROWS 2 PRECEDING) FROM t WHERE value > 2")?;
    assert_eq!(windows, ["3  3", "4  4", "5  4", "6  5"]);
    assert_eq!(db.show(c"SELECT median(value) FROM t WHERE value > 6")?, ["-"]);
    let error = db.show(c"SELECT median('six')").unwrap_err();
    assert_eq!(error, Error::new("the median of integers, and not of Text(\"six\")"));

    println!("\n  a function of 2000 arguments, where SQLite allows fewer, and destroys it:");
    let refused = define(db, c"many", 2000, median()).expect_err("no function has 2000 arguments");
    println!("    {refused}");
    assert_eq!((refused.code, ends.get()), (SQLITE_MISUSE, 1));

    println!("\n  the same name again:");
    define(db, c"median", 1, median())?;
    assert_eq!(ends.get(), 2);
    Ok(())
}
