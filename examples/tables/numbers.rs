//! A table-valued function: `SELECT value FROM numbers(1, 10)`.

use std::ffi::{CStr, c_int};

use libsqlite3_sys::SQLITE_CONSTRAINT;

use crate::db::{Db, Error};
use crate::value::{Value, Values};
use crate::virtual_table::{self, Cursor, Functions, Index, Module, Table};

const COLUMNS: &CStr = c"CREATE TABLE x(value, start HIDDEN, stop HIDDEN, step HIDDEN)";
static NUMBERS: Functions<Numbers, Numbers, Count> = Functions::of_function();

/// The module and its table, which have no state.
struct Numbers;

/// A query that is counting.
#[derive(Default)]
struct Count {
    start: i64,
    stop: i64,
    by: i64,
    /// The number of the row, and its value, or `None` past the end.
    row: i64,
    value: Option<i64>,
}

impl Module<Numbers, Count> for Numbers {
    fn connect(&mut self) -> Result<(&'static CStr, Numbers), Error> {
        Ok((COLUMNS, Numbers))
    }
}

impl Table<Count> for Numbers {
    /// The plan is the number of arguments.
    fn best_index(&self, mut index: Index<'_>) -> Result<(), Error> {
        let mut passed = 0;
        while passed < 3 && index.pass(passed + 1, passed + 1) {
            passed += 1;
        }
        if passed < 2 {
            // A different order of the tables in the query may provide them.
            let message = "`numbers` takes a start and a stop".to_owned();
            return Err(Error { code: SQLITE_CONSTRAINT, message });
        }
        index.plan(passed, 1000.0);
        Ok(())
    }

    fn open(&self) -> Result<Count, Error> {
        Ok(Count::default())
    }

    fn disconnect(self) -> Result<(), Error> {
        Ok(())
    }
}

impl Count {
    fn at(&self, value: i64) -> Option<i64> {
        let is_past = if self.by < 0 { value < self.stop } else { value > self.stop };
        (!is_past).then_some(value)
    }
}

impl Cursor for Count {
    fn filter(&mut self, plan: c_int, arguments: Values<'_>) -> Result<(), Error> {
        let by = if plan > 2 { arguments.get(2).integer() } else { 1 };
        if by == 0 {
            return Err(Error::new("`numbers` cannot count by 0"));
        }
        let (start, stop) = (arguments.get(0).integer(), arguments.get(1).integer());
        *self = Self { start, stop, by, row: 0, value: None };
        self.value = self.at(start);
        Ok(())
    }

    fn next(&mut self) -> Result<(), Error> {
        self.row += 1;
        self.value = self.value.and_then(|value| self.at(value.checked_add(self.by)?));
        Ok(())
    }

    fn eof(&self) -> bool {
        self.value.is_none()
    }

    fn column(&self, column: c_int) -> Result<Value, Error> {
        Ok(match column {
            0 => self.value.map_or(Value::Null, Value::Integer),
            1 => Value::Integer(self.start),
            2 => Value::Integer(self.stop),
            _ => Value::Integer(self.by),
        })
    }

    fn rowid(&self) -> Result<i64, Error> {
        Ok(self.row)
    }

    fn close(self) -> Result<(), Error> {
        Ok(())
    }
}

/// Counts up, down, and not at all.
pub(crate) fn show(db: &Db) -> Result<(), Error> {
    virtual_table::create(db, c"numbers", &NUMBERS, Numbers)?;
    let up = db.show(c"SELECT sum(value), count(*) FROM numbers(1, 100)")?;
    assert_eq!(up, ["5050  100"]);
    let down = db.show(c"SELECT rowid, value FROM numbers(10, 1, -4)")?;
    assert_eq!(down, ["0  10", "1  6", "2  2"]);
    let joined = db.show(c"SELECT a.value, b.value FROM numbers(1, 2) a, numbers(a.value, 2) b")?;
    assert_eq!(joined, ["1  1", "1  2", "2  2"]);
    let error = db.show(c"SELECT value FROM numbers(1, 10, 0)").unwrap_err();
    assert_eq!(error, Error::new("`numbers` cannot count by 0"));
    let error = db.show(c"SELECT value FROM numbers(1)").unwrap_err();
    assert_eq!(error, Error::new("no query solution"));
    Ok(())
}
